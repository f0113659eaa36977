/** Run by named.test.ts where /etc and /run are its own. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readlinkSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { refusal } from '../netns/networks.js'
import { shell } from './inside.js'

function ip(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('ip', args, { encoding: 'utf8' })
  assert.equal(status, 0, `ip ${args.join(' ')}: ${stderr}`)
  return stdout
}

/** Names as ip tells them, sorted. */
function ipNames(): string[] {
  return ip('netns', 'list')
    .split('\n')
    .flatMap((line) => line.split(' ')[0] || [])
    .sort()
}

async function listed(): Promise<readonly string[]> {
  const names = await Namespace.list()
  assert.deepEqual(names, ipNames())
  return names
}

const steps: Record<string, () => Promise<void>> = {
  async 'made by us, known to ip'() {
    assert.deepEqual(await Namespace.list(), [])
    const blue = await Namespace.create({ name: 'blue' })
    assert.equal(blue.name, 'blue')
    assert.deepEqual(await listed(), ['blue'])
    const inode = readlinkSync(`/proc/self/fd/${blue.networkNamespace}`)
    assert.equal(ip('netns', 'exec', 'blue', 'readlink', '/proc/self/ns/net'), `${inode}\n`)
    assert.equal(`net:[${statSync('/run/netns/blue').ino}]`, inode)
    assert.notEqual(inode, readlinkSync('/proc/self/ns/net'))
    await using network = await Network.open({ namespace: blue })
    await network.links.create({ name: 'bridge0', kind: 'bridge' })
    assert.match(ip('-netns', 'blue', '-brief', 'link'), /^bridge0 /m)
    const { stdout } = await shell(
      blue,
      'readlink /proc/self/ns/net; ls /sys/class/net | tr "\\n" " "; ip link del bridge0',
    )
    assert.equal(stdout, `${inode}\nbridge0 lo `)
    assert.doesNotMatch(ip('-netns', 'blue', '-brief', 'link'), /bridge0/)
    const sleeper = await blue.run('sleep', ['1000'])
    await blue.close()
    assert.equal((await sleeper.exited).exitSignal, 'SIGKILL')
    assert.equal(ip('netns', 'pids', 'blue'), '')
    assert.deepEqual(await listed(), ['blue'])
  },

  async 'a name is given once'() {
    const error = await refusal(Namespace.create({ name: 'blue' }))
    assert.deepEqual([error.code, error.operation, error.subject], ['EEXIST', 'namespace.create', 'blue'])
    assert.equal(spawnSync('ip', ['netns', 'add', 'blue']).status, 1)
    assert.deepEqual(await listed(), ['blue'])
  },

  async 'a network by its name'() {
    await using network = await Network.open({ namespaceName: 'blue' })
    await network.links.create({ name: 'bridge0', kind: 'bridge' })
    assert.match(ip('-netns', 'blue', '-brief', 'link'), /^bridge0 /m)
    await network.links.delete('bridge0')
    const error = await refusal(Network.open({ namespaceName: 'red' }))
    assert.deepEqual([error.code, error.operation, error.subject], ['ENOENT', 'network.open', 'red'])
  },

  async 'an abort while it is made leaves no name'() {
    const controller = new AbortController()
    const creation = refusal(Namespace.create({ name: 'red', signal: controller.signal }))
    controller.abort()
    const { code, operation, outcome } = await creation
    assert.deepEqual([code, operation, outcome], ['ERR_ABORTED', 'namespace.create', 'not-applied'])
    assert.deepEqual(await listed(), ['blue'])
    const deletion = refusal(Namespace.delete('blue', { signal: controller.signal }))
    assert.deepEqual([(await deletion).code, (await deletion).operation], ['ERR_ABORTED', 'namespace.delete'])
    assert.equal((await refusal(Namespace.list({ signal: controller.signal }))).operation, 'namespace.list')
    assert.deepEqual(await listed(), ['blue'])
  },

  async 'made by ip, known to us'() {
    ip('netns', 'add', 'green')
    const green = await Namespace.open({ name: 'green' })
    const inode = ip('netns', 'exec', 'green', 'readlink', '/proc/self/ns/net')
    assert.equal((await shell(green, 'readlink /proc/self/ns/net')).stdout, inode)
    assert.match(ip('netns', 'pids', 'green'), new RegExp(`^${green.pid}$`, 'm'))
    await green.close()
    await Namespace.delete('green')
    assert.deepEqual(await listed(), ['blue'])
  },

  async 'deleted by ip'() {
    ip('netns', 'delete', 'blue')
    assert.deepEqual(await listed(), [])
    for (const [trial, operation] of [
      [Namespace.open({ name: 'blue' }), 'namespace.open'],
      [Namespace.delete('blue'), 'namespace.delete'],
    ] as const) {
      const error = await refusal(trial)
      assert.deepEqual([error.code, error.operation, error.subject], ['ENOENT', operation, 'blue'])
    }
  },

  async 'the mounts are those that ip makes'() {
    const ours = mountsOf('a', () => Namespace.create({ name: 'a' }).then((made) => made.close()))
    const theirs = mountsOf('b', async () => void ip('netns', 'add', 'b'))
    assert.deepEqual(await ours, await theirs)
    for (const name of ['a', 'b']) await Namespace.delete(name)
  },

  async 'files of /etc/netns take the place of those of /etc'() {
    mkdirSync('/etc/netns/blue', { recursive: true })
    for (const [path, text] of Object.entries({
      '/etc/hosts': 'host hosts\n',
      '/etc/resolv.conf': 'host resolver\n',
      '/etc/netns/blue/hosts': 'blue hosts\n',
      '/etc/netns/blue/resolv.conf': 'blue resolver\n',
      '/etc/netns/blue/not-in-etc': '',
    })) {
      writeFileSync(path, text)
    }
    const look = 'cat /etc/hosts /etc/resolv.conf'
    const blue = await Namespace.create({ name: 'blue' })
    assert.equal((await shell(blue, look)).stdout, 'blue hosts\nblue resolver\n')
    assert.equal(ip('netns', 'exec', 'blue', 'sh', '-c', look), 'blue hosts\nblue resolver\n')
    await blue.setResolver('another\n')
    assert.equal((await shell(blue, look)).stdout, 'blue hosts\nanother\n')
    assert.equal(readFileSync('/etc/resolv.conf', 'utf8'), 'host resolver\n')
    assert.equal(readFileSync('/etc/netns/blue/resolv.conf', 'utf8'), 'blue resolver\n')
    // By its path it has no name.
    const nameless = await Namespace.open({ path: '/run/netns/blue' })
    assert.equal((await shell(nameless, look)).stdout, 'host hosts\nhost resolver\n')
    await Promise.all([blue.close(), nameless.close()])
    await Namespace.delete('blue')
  },

  async 'a resolv.conf or a file that cannot be shown'() {
    mkdirSync('/etc/netns/red/resolv.conf', { recursive: true })
    const error = await refusal(Namespace.create({ name: 'red' }))
    assert.deepEqual([error.code, error.subject], ['EISDIR', '/etc/netns/red/resolv.conf'])
    rmdirSync('/etc/netns/red/resolv.conf')
    mkdirSync('/etc/netns/red/hosts')
    const other = await refusal(Namespace.create({ name: 'red' }))
    assert.deepEqual([other.code, other.operation], ['ENOTDIR', 'namespace.open'])
    assert.deepEqual(await listed(), [])
  },

  async 'what fails leaves no name'() {
    const controller = new AbortController()
    const creation = Namespace.create({ name: 'gone', signal: controller.signal })
    controller.abort()
    assert.equal((await refusal(creation)).code, 'ERR_ABORTED')
    for (const [name, options] of [
      ['a/b', {}],
      ['.', {}],
      ['', {}],
      ['n'.repeat(256), {}],
      ['rooted', { mapRoot: true }],
      ['numbered', { uid: 0 }],
      ['tunnelled', { tun: true }],
    ] as const) {
      const error = await refusal(Namespace.create({ name, ...options }))
      assert.equal(error.code, 'ERR_INVALID_ARGUMENT')
    }
    assert.deepEqual(await listed(), [])
  },

  async 'the longest name, many at once, and a name without a namespace'() {
    const names = ['n'.repeat(255), ...Array.from({ length: 8 }, (_, at) => `many${at}`)]
    const made = await Promise.all(names.map((name) => Namespace.create({ name })))
    assert.deepEqual(await listed(), names.toSorted())
    await Promise.all(made.map((namespace) => namespace.close()))
    await Promise.all(names.map((name) => Namespace.delete(name)))
    writeFileSync('/run/netns/empty', '')
    assert.equal((await refusal(Namespace.open({ name: 'empty' }))).code, 'EINVAL')
    await Namespace.delete('empty')
    assert.deepEqual(await listed(), [])
  },
}

/** Type and propagation of each mount for a name, and the mode of what is there. */
async function mountsOf(name: string, make: () => Promise<void>): Promise<unknown> {
  await make()
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  const mounts = lines.map((line) => line.split(' ')).filter((fields) => fields[4] === `/run/netns/${name}`)
  const facts = mounts.map((fields) => [fields[5], fields[6]?.replace(/\d+/, ''), fields[8]])
  return [facts, (statSync(`/run/netns/${name}`).mode & 0o7777).toString(8)]
}

for (const [name, step] of Object.entries(steps)) {
  await step().catch((cause: unknown) => {
    throw new Error(name, { cause })
  })
}
process.stdout.write('done\n')

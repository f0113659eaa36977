// Network namespaces that exist already, whoever made them.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readlinkSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { type ExistingNamespace, Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { until } from '../end-to-end/command.js'
import { type Need, needs } from '../needs.js'
import { inChild } from '../netns/child.js'
import { refusal } from '../netns/networks.js'
import { inhabitants, isAlive } from '../processes.js'
import { namespaceFor, shell } from './inside.js'

function able(t: TestContext, ...more: Need[]): boolean {
  return needs(t, 'addon', 'launcher', 'userns', ...more)
}

function inode(namespace: Namespace): string {
  return readlinkSync(`/proc/self/fd/${namespace.networkNamespace}`)
}

async function opened(t: TestContext, reference: ExistingNamespace): Promise<Namespace> {
  const namespace = await Namespace.open(reference)
  t.after(() => namespace.close())
  return namespace
}

/** A process that holds a namespace which unshare(1) has made. */
async function holder(
  t: TestContext,
  ...unshare: readonly string[]
): Promise<ChildProcess & { pid: number }> {
  const child = spawn('unshare', [...unshare, 'sh', '-c', 'echo; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child as ChildProcess & { pid: number }
}

test('one of ours by itself, its descriptor, its path and a process in it', async (t) => {
  if (!able(t)) return
  const made = await namespaceFor(t)
  await using network = await Network.open({ namespace: made })
  await network.links.create({ name: 'b', kind: 'bridge' })
  for (const reference of [
    made,
    made.networkNamespace,
    { networkNamespace: made.networkNamespace },
    { path: `/proc/${made.pid}/ns/net` },
    { pid: made.pid },
  ]) {
    const namespace = await opened(t, reference)
    assert.equal(inode(namespace), inode(made))
    assert.equal(
      readlinkSync(`/proc/self/fd/${namespace.userNamespace}`),
      readlinkSync(`/proc/self/fd/${made.userNamespace}`),
    )
    assert.equal(namespace.name, undefined)
    const { stdout } = await shell(namespace, 'readlink /proc/self/ns/net; cat /sys/class/net/b/operstate')
    assert.equal(stdout, `${inode(made)}\ndown\n`)
    await using again = await Network.open({ namespace })
    assert.deepEqual(
      (await again.links.list()).map(({ name }) => name),
      ['lo', 'b'],
    )
  }
})

test('by a descriptor of a process in it', (t) => {
  if (!able(t, 'python')) return
  inChild('../namespace/open-pidfd.js')
})

test('one that unshare has made, as its owner', async (t) => {
  if (!able(t, 'unshare')) return
  const { pid } = await holder(t, '--user', '--map-root-user', '--net')
  const namespace = await opened(t, { pid })
  await using network = await Network.open({
    socket: namespace.takeRouteSocket(),
    genericSocket: namespace.takeGenericSocket(),
  })
  await network.links.set('lo', { up: true })
  // Root inside, and its capabilities with it: as nsenter has it.
  const names = (await shell(namespace, 'ls /sys/class/net; id -u')).stdout
  assert.equal(names, 'lo\n0\n')
  const descriptor = await namespace.openSocket({ type: 'tcp', address: '127.0.0.1', port: 80 })
  closeSync(descriptor)
})

test('one that belongs to a user namespace inside of one of ours', async (t) => {
  if (!able(t, 'unshare')) return
  const deeper = ['unshare', '--user', '--map-root-user', '--net']
  const { pid } = await holder(t, '--user', '--map-root-user', ...deeper)
  const namespace = await opened(t, { pid })
  const inside = readlinkSync(`/proc/${pid}/ns/net`)
  assert.equal((await shell(namespace, 'readlink /proc/self/ns/net')).stdout, `${inside}\n`)
})

test('close() ends what was started through it, and nothing else', async (t) => {
  if (!able(t)) return
  const made = await namespaceFor(t)
  const stays = await made.run('sleep', ['1000'])
  const namespace = await Namespace.open(made)
  const goes = await namespace.run('sh', ['-c', 'setsid sleep 1000 & sleep 1000'])
  const other = await Namespace.open(made)
  const path = inode(made)
  await namespace.close()
  await namespace.close()
  assert.deepEqual(await goes.exited, { exitCode: undefined, exitSignal: 'SIGKILL' })
  assert.deepEqual(inhabitants(path).sort(), [made.pid, stays.pid, other.pid].sort())
  assert.ok(isAlive(stays.pid))
  await assert.rejects(namespace.run('true'), { code: 'ERR_CLOSED' })
  // And the other way round: what it holds lives on when its maker is gone.
  await made.close()
  assert.equal((await shell(other, 'echo here')).stdout, 'here\n')
  await other.close()
  await until('nobody is left', () => inhabitants(path).length === 0)
})

test('its resolv.conf is its own', async (t) => {
  if (!able(t)) return
  const made = await namespaceFor(t)
  await made.setResolver('# made\n')
  const namespace = await opened(t, made)
  await namespace.setResolver({ servers: ['192.0.2.53'] })
  assert.equal((await shell(namespace, 'cat /etc/resolv.conf')).stdout, 'nameserver 192.0.2.53\n')
  assert.equal((await shell(made, 'cat /etc/resolv.conf')).stdout, '# made\n')
})

test('the settings of a namespace that exists stay as they are', async (t) => {
  if (!able(t, 'unshare')) return
  const { pid } = await holder(t, '--user', '--map-root-user', '--net')
  const settings = 'cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/ipv4/ping_group_range'
  const enter = ['--user', '--net', '--preserve-credentials', `--target=${pid}`, 'sh', '-c', settings]
  const read = () => spawnSync('nsenter', enter, { encoding: 'utf8' }).stdout
  const before = read()
  assert.match(before, /^1024\n/)
  await opened(t, { pid })
  assert.equal(read(), before)
})

test('what is no network namespace, and what is not there', async (t) => {
  if (!able(t)) return
  const user = openSync('/proc/self/ns/user', 'r')
  t.after(() => closeSync(user))
  for (const [reference, code] of [
    [{ path: '/dev/null' }, 'EINVAL'],
    [{ path: '/proc/self/ns/uts' }, 'EINVAL'],
    [user, 'EINVAL'],
    [{ path: '/no/such/file' }, 'ENOENT'],
    [{ pid: 0x7fff_ffff }, 'ENOENT'],
    [{ name: 'no-such-name' }, 'ENOENT'],
    [{ pidfd: user }, 'EINVAL'],
  ] as const) {
    const error = await refusal(Namespace.open(reference))
    assert.deepEqual([error.code, error.operation], [code, 'namespace.open'], JSON.stringify(reference))
    assert.equal(error.outcome, 'not-applied')
  }
  for (const reference of [
    {},
    { name: '' },
    { name: '..' },
    { name: 'a/b' },
    { name: 'n'.repeat(256) },
    { path: '' },
    { path: 'a\0b' },
    { pid: 1.5 },
    { pid: 1, path: '/x' },
    { nme: 'x' },
    -1,
    { networkNamespace: -1 },
  ]) {
    const error = await refusal(Namespace.open(reference as ExistingNamespace))
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT', JSON.stringify(reference))
  }
  const aborted = Namespace.open({ pid: process.pid }, { signal: AbortSignal.abort() })
  assert.equal((await refusal(aborted)).code, 'ERR_ABORTED')
})

test('an abort while it is being opened', async (t) => {
  if (!able(t)) return
  const made = await namespaceFor(t)
  const controller = new AbortController()
  const opening = Namespace.open(made, { signal: controller.signal })
  controller.abort()
  assert.equal((await refusal(opening)).code, 'ERR_ABORTED')
  await until('only its maker is in it', () => inhabitants(inode(made)).length === 1)
})

test('the right that is missing is told: the own one, as an ordinary user', async (t) => {
  if (!able(t, 'ordinary user')) return
  const error = await refusal(Namespace.open({ path: '/proc/self/ns/net' }))
  assert.equal(error.code, 'EPERM')
  assert.match(error.message, /takes CAP_SYS_ADMIN/)
  assert.match(String(error.remedy), /root/)
})

test('the right that is missing is told: one of somebody else, one outside', (t) => {
  if (!able(t, 'root')) return
  inChild('../namespace/open-without-rights.js')
})

test('root enters the own one and one of an ordinary user, and stays root', async (t) => {
  if (!able(t, 'root')) return
  const own = await opened(t, { path: '/proc/self/ns/net' })
  assert.equal(inode(own), readlinkSync('/proc/self/ns/net'))
  const look = 'id -u; readlink /proc/self/ns/user; grep CapEff /proc/self/status'
  const { stdout } = await shell(own, look)
  const expected = `0\n${readlinkSync('/proc/self/ns/user')}\n`
  assert.ok(stdout.startsWith(expected), stdout)
  const theirs = await namespaceFor(t)
  const root = await opened(t, theirs)
  assert.equal((await shell(root, look)).stdout, stdout)
})

test('root runs programs in it as somebody else', async (t) => {
  if (!able(t, 'root')) return
  const namespace = await opened(t, { path: '/proc/self/ns/net' })
  const look = 'echo $(id -u) $(id -g) $(id -G); grep CapEff /proc/self/status'
  const { stdout } = await shell(namespace, look, { uid: 12345, gid: 54321 })
  assert.equal(stdout, '12345 54321 54321\nCapEff:\t0000000000000000\n')
  const application = await namespace.run('sleep', ['1000'], { uid: 12345 })
  await application.close()
  assert.equal((await application.exited).exitSignal, 'SIGKILL')
})

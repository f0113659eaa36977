// /etc/resolv.conf inside, whatever it is outside, and the host's resolvers out of reach.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decode, encode } from 'dns-packet'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { namespaceFor, type Output, output } from './inside.js'

const probe = fileURLToPath(new URL('resolver-probe.js', import.meta.url))
const replaced = fileURLToPath(new URL('resolver-replaced.js', import.meta.url))

interface Probed {
  readonly before: Output
  readonly first: Output
  readonly second: Output
}

function able(t: TestContext, ...more: 'python'[]): boolean {
  return needs(t, 'addon', 'launcher', 'userns', 'unshare', ...more)
}

/**
 * Runs the probe where /etc and /run are the test's own, arranged by a shell script; nothing in them may have changed
 * afterwards.
 */
function inArranged(arrangement: string, script: string, sockets: readonly string[] = []): Probed {
  const outer = `
    echo marker > /etc/marker
    ${arrangement}
    list() { find /etc /run -mindepth 1 -type d -printf '%p\\n' -o ! -type s -printf '%p %y %s %l %T@\\n' | sort; }
    before=$(list)
    "$@"
    test "$before" = "$(list)" || { echo "the host's files changed: $before, $(list)" >&2; exit 1; }`
  return inOwnMounts(outer, probe, script, ...sockets)
}

/** The directory that the tests are started in, in case that it was below /var. */
const bareCheckout = 'mkdir -p "$PWD"; mount -c --bind /proc/self/fd/9 "$PWD";'

/** What a compiled file prints, as JSON, started by a shell script as `"$@"` where /etc and /run are the test's own. */
function inOwnMounts<Printed>(script: string, file: string, ...args: readonly string[]): Printed {
  const mounts = 'exec 9< .; mount -t tmpfs none /etc; mount -t tmpfs none /run'
  const shell = ['sh', '-ec', `${mounts}\n${script}`, 'sh', process.execPath, file, ...args]
  const { stdout, stderr } = spawnSync('unshare', ['--user', '--map-root-user', '--mount', ...shell], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  assert.equal(stderr, '')
  return JSON.parse(stdout)
}

const arrangements: Record<string, string> = {
  'a file': 'echo outside > /etc/resolv.conf',
  'an empty file': ': > /etc/resolv.conf',
  'a link to a file elsewhere':
    'mkdir /run/it; echo outside > /run/it/resolv.conf; ln -s ../run/it/resolv.conf /etc/',
  "a link to systemd-resolved's file":
    'mkdir -p /run/systemd/resolve; echo outside > /run/systemd/resolve/stub-resolv.conf; ln -s ../run/systemd/resolve/stub-resolv.conf /etc/resolv.conf',
  'an absolute link by way of another':
    'mkdir -p /run/systemd/resolve; echo outside > /run/systemd/resolve/resolv.conf; ln -s /run/systemd/resolve/resolv.conf /etc/other; ln -s other /etc/resolv.conf',
  missing: '',
  'a link to nothing': 'ln -s /run/none/resolv.conf /etc/resolv.conf',
  'a link to nothing, in a directory that exists':
    'mkdir /run/none; ln -s /run/none/resolv.conf /etc/resolv.conf',
  'a link to itself': 'ln -s resolv.conf /etc/resolv.conf',
  'a link to /dev/null': 'ln -s /dev/null /etc/resolv.conf',
  'a directory': 'mkdir /etc/resolv.conf',
}

for (const [name, arrangement] of Object.entries(arrangements)) {
  test(`/etc/resolv.conf is ${name}`, (t) => {
    if (!able(t)) return
    const { before, first, second } = inArranged(
      arrangement,
      `cat /etc/resolv.conf 2>&1; cat /etc/marker
       : > /dev/null
       [ "$PHASE" = before ] || if echo inside > /etc/resolv.conf; then echo writable; fi 2> /dev/null`,
    )
    assert.doesNotMatch(before.stdout, /192\.0\.2\.1/)
    const text = 'nameserver 192.0.2.1\nnameserver 2001:db8::1\nsearch first.example\n'
    assert.equal(first.stdout, `${text}marker\n`)
    assert.equal(second.stdout, '# again\nmarker\n')
    assert.equal(first.stderr, '')
  })
}

for (const place of ['/run', '/var/run']) {
  test(`resolvers that listen below ${place} cannot be reached`, (t) => {
    if (!able(t, 'python')) return
    const directories = ['nscd', 'avahi-daemon'].map((name) => `${place}/${name}`)
    if (place === '/run') directories.push('/run/systemd/resolve')
    const sockets = directories.map((directory) => `${directory}/socket`)
    const script = `python3 - ${sockets.join(' ')} << 'END'
import socket, sys
for path in sys.argv[1:]:
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print('connected')
    except OSError as error:
        print(error.strerror)
    try:
        open(path + '.new', 'w')
        print('writable')
    except OSError as error:
        print(error.strerror)
END
true`
    // On most systems /var/run is a link to /run; here it is a directory.
    const own = place === '/run' ? '' : `mount -t tmpfs none /var; mkdir /var/run; ${bareCheckout}`
    const arrangement = `${own} mkdir -p ${directories.join(' ')}; echo > /etc/resolv.conf`
    const { before, first } = inArranged(
      arrangement,
      `${script}; rm -f ${sockets.join('.new ')}.new`,
      sockets,
    )
    assert.equal(before.stdout, 'connected\nwritable\n'.repeat(sockets.length), before.stderr)
    const refused = 'No such file or directory\nRead-only file system\n'
    assert.equal(first.stdout, refused.repeat(sockets.length))
  })
}

test('what the host replaces or starts later is covered again', (t) => {
  if (!able(t)) return
  const arrangement =
    'mkdir /run/it; echo outside > /run/it/resolv.conf; echo outside > /etc/resolv.conf; "$@"'
  const seen = inOwnMounts<string[]>(arrangement, replaced)
  const first = 'nameserver 192.0.2.1\n'
  const second = 'nameserver 192.0.2.2\n'
  assert.deepEqual(seen, [first, first, first, second, '', '', second])
})

test('names are resolved by the server that was set', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  await using network = await Network.open({ socket: namespace.takeRouteSocket() })
  await network.links.set('lo', { up: true })
  const fd = await namespace.openSocket({ type: 'udp', address: '127.0.0.1', port: 53 })
  const server = createSocket('udp4')
  const asked = new Set<string>()
  server.on('message', (message, { port, address }) => {
    const { id, questions = [] } = decode(message)
    const [question] = questions
    if (id === undefined || !question) return
    asked.add(question.name)
    const answers =
      question.type === 'A' ? [{ type: 'A', name: question.name, data: '198.51.100.7' } as const] : []
    server.send(encode({ type: 'response', id, flags: 0x180, questions, answers }), port, address)
  })
  server.bind({ fd })
  t.after(() => server.close())
  await namespace.setResolver({ servers: ['127.0.0.1'], search: ['svc.example'], options: ['ndots:5'] })
  const { stdout, stderr } = await output(namespace, 'getent', ['hosts', 'helloworld'])
  assert.match(stdout, /^198\.51\.100\.7 /, `${stderr}asked: ${[...asked]}`)
  assert.ok(asked.has('helloworld.svc.example'), [...asked].join())
})

test('what would not be one word of one line is refused', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  for (const configuration of [
    { servers: ['localhost'] },
    { servers: [], search: ['a b'] },
    { servers: [], search: [''] },
    { servers: [], options: ['ndots:5\nnameserver 192.0.2.9'] },
  ]) {
    await assert.rejects(
      namespace.setResolver(configuration),
      (error) => isOperationError(error) && error.code === 'ERR_INVALID_ARGUMENT',
    )
  }
})

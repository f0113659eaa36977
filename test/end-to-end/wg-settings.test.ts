// What sinfonia-wg takes and refuses before it asks the kernel: settings, key files, configuration files, names of endpoints.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { nobody, one, place, shell, two, wg } from './wg.js'

/** All was understood; it is the kernel that knows no such link, or this user has no right. */
const taken =
  /^Unable to modify interface: (No such device|Operation not permitted|Protocol not supported)\n$/

function ends(args: readonly string[], stderr: RegExp, env: NodeJS.ProcessEnv = {}): void {
  const ended = wg(args, { env: { ...process.env, ...env } })
  assert.deepEqual({ status: ended.status, stdout: ended.stdout }, { status: 1, stdout: '' }, args.join(' '))
  assert.match(ended.stderr, stderr, args.join(' '))
}

test('settings are taken', (t) => {
  if (!needs(t, 'addon')) return
  const lines: string[][] = [
    ['listen-port', '0', 'fwmark', 'off', 'private-key', '/dev/null'],
    ['fwmark', '0x10', 'fwmark', '0xFFFFFFFF', 'listen-port', ' 5'],
    ['peer', one],
    ['peer', one, 'remove'],
    ['peer', one, 'remove', 'peer', two, 'allowed-ips', ''],
    ['peer', one, 'allowed-ips', ' 10.0.0.0/8 , ::/0\n', 'allowed-ips', '10.1.0.0/16'],
    ['peer', one, 'endpoint', '[2001:db8::1]:5', 'persistent-keepalive', 'off', 'preshared-key', '/dev/null'],
  ]
  for (const line of lines) ends(['set', nobody, ...line], taken)
})

test('settings are refused', () => {
  const lines: [string[], RegExp][] = [
    [['bogus', '5'], /^Invalid argument: bogus\n$/],
    [['constructor', '5'], /^Invalid argument: constructor\n$/],
    [['listen-port'], /^Invalid argument: listen-port\n$/],
    [['endpoint', '1.2.3.4:5'], /^Invalid argument: endpoint\n$/],
    [['remove'], /^Invalid argument: remove\n$/],
    [['peer', one, 'fwmark', '1'], /^Invalid argument: fwmark\n$/],
    [['peer', one, 'remove', 'remove', 'x'], /^Invalid argument: x\n$/],
    [['listen-port', ''], /^ListenPort: expected a port/],
    [['listen-port', '70000'], /^ListenPort: expected a port/],
    [['fwmark', '0x'], /^FwMark: expected off or/],
    [['peer', one, 'persistent-keepalive', '65536'], /^PersistentKeepalive: expected off or/],
    [['peer', one, 'allowed-ips', '10.0.0.0/33'], /^AllowedIPs: expected an address/],
    [['peer', one, 'allowed-ips', '10.0.0.0/8,'], /^AllowedIPs: expected an address/],
    [['peer', one, 'allowed-ips', '+10.0.0.0/8'], /^AllowedIPs: expected an address/],
    [['peer', one, 'endpoint', ''], /^Endpoint: expected HOST:PORT/],
    [['peer', one, 'endpoint', '1.2.3.4'], /^Endpoint: expected HOST:PORT/],
    [['private-key', '/nonexistent/file'], /^fopen: No such file or directory\n$/],
    [['private-key', '/'], /^read: Is a directory\n$/],
  ]
  for (const [line, stderr] of lines) ends(['set', nobody, ...line], stderr)
})

test('a key on the command line that is none is not shown: it may be a private one', () => {
  const { status, stderr } = wg(['set', nobody, 'peer', `${one.slice(0, -2)}B=`])
  assert.equal(status, 1)
  assert.match(stderr, /^PublicKey: expected a public key/)
  assert.ok(!stderr.includes(one.slice(0, 20)))
})

test('keys come from files, pipes and descriptors', (t) => {
  if (!needs(t, 'addon', 'bash')) return
  const cases: [string, RegExp][] = [
    [`sinfonia-wg set ${nobody} private-key file`, taken],
    [`sinfonia-wg set ${nobody} private-key empty`, taken],
    [`sinfonia-wg set ${nobody} private-key /dev/stdin < file`, taken],
    [`cat file | sinfonia-wg set ${nobody} private-key /dev/stdin`, taken],
    [`sinfonia-wg set ${nobody} private-key <(cat file) peer ${one} preshared-key <(echo ${two})`, taken],
    [`exec 7< file; sinfonia-wg set ${nobody} peer ${one} preshared-key /dev/fd/7`, taken],
    [`true | sinfonia-wg set ${nobody} private-key /dev/stdin`, /^Invalid length key in key file\n$/],
    [`sinfonia-wg set ${nobody} private-key <(true)`, /^Invalid length key in key file\n$/],
    [`sinfonia-wg set ${nobody} private-key short`, /^Invalid length key in key file\n$/],
    [`sinfonia-wg set ${nobody} private-key wrong`, /^Key is not the correct length or format: in wrong\n$/],
    [`sinfonia-wg set ${nobody} private-key twice`, /^Found trailing characters in key file\n$/],
  ]
  const files = `echo ${two} > file; : > empty; echo abc > short; echo '${'*'.repeat(44)}' > wrong; echo ${one}${two} > twice; `
  for (const [line, stderr] of cases) {
    const ended = shell(t, files + line)
    assert.deepEqual({ status: ended.status, stdout: ended.stdout }, { status: 1, stdout: '' }, line)
    assert.match(ended.stderr, stderr, line)
  }
})

test('host bits are warned of, and no reason to stop', (t) => {
  if (!needs(t, 'addon')) return
  const { status, stderr } = wg([
    'set',
    nobody,
    'peer',
    one,
    'allowed-ips',
    '10.0.0.1/8,10.0.0.1/32,fd00::1/64',
  ])
  assert.equal(status, 1)
  const [first, second, third] = stderr.split('\n')
  assert.equal(first, 'Warning: AllowedIP has nonzero host part: 10.0.0.1/8')
  assert.equal(second, 'Warning: AllowedIP has nonzero host part: fd00::1/64')
  assert.match(`${third}\n`, taken)
})

/** A configuration file. */
function file(t: TestContext, text: string): string {
  const path = join(place(t).directory, 'wg0.conf')
  writeFileSync(path, text)
  return path
}

test('files are read by setconf, addconf and syncconf', (t) => {
  if (!needs(t, 'addon')) return
  const text = `[Interface]\nPrivateKey = ${two}\n[Peer]\nPublicKey = ${one}\nAllowedIPs = 10.0.0.1/8\n`
  for (const command of ['setconf', 'addconf', 'syncconf']) {
    const { status, stdout, stderr } = wg([command, nobody, file(t, text)])
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' })
    assert.match(
      stderr
        .replace(/^Warning: AllowedIP has nonzero host part: 10.0.0.1\/8\n/, '')
        .replace(/^Unable to retrieve current interface configuration/, 'Unable to modify interface'),
      taken,
    )
    ends([command, nobody, '/nonexistent/file'], /^fopen: No such file or directory\n$/)
    ends([command, nobody, '/'], /^read: Is a directory\n$/)
  }
  if (needs(t, 'bash')) {
    assert.match(shell(t, `sinfonia-wg setconf ${nobody} <(echo '[Interface]')`).stderr, taken)
    assert.match(shell(t, `echo '[Interface]' | sinfonia-wg setconf ${nobody} /dev/stdin`).stderr, taken)
  }
})

test('a file that is wrong is told with line and column, and without its keys', (t) => {
  const path = file(t, `[Interface]\nPrivateKey = ${two.slice(1)}\n`)
  const { status, stderr } = wg(['setconf', nobody, path])
  assert.equal(status, 1)
  assert.ok(stderr.startsWith(`${path}:2:14: expected a private key`), stderr)
  assert.ok(stderr.endsWith('\nConfiguration parsing error\n'), stderr)
  assert.ok(!stderr.includes(two.slice(1)))
})

test('a name that nobody knows is looked up once, and one that may be known again as often as is asked for', () => {
  const settings = ['set', nobody, 'peer', one, 'endpoint']
  const never = { WG_ENDPOINT_RESOLUTION_RETRIES: '0' }
  ends([...settings, 'name.invalid:5'], /^[A-Z][\w -]+: `name\.invalid:5'\n$/, never)
  for (const text of ['x', '-1', '2147483648', '1x']) {
    const expected = `Unable to parse WG_ENDPOINT_RESOLUTION_RETRIES: \`${text}'\n`
    const env = { ...process.env, WG_ENDPOINT_RESOLUTION_RETRIES: text }
    assert.equal(wg([...settings, '1.2.3.4:5'], { env }).stderr, expected)
  }
})

test('show and showconf tell what the kernel says', (t) => {
  if (!needs(t, 'addon')) return
  const refused =
    /^Unable to access interface: (No such device|Operation not permitted|Protocol not supported)\n$/
  for (const args of [
    ['show', nobody],
    ['show', nobody, 'dump'],
    ['show', '--json', nobody],
  ])
    ends(args, refused)
  ends(['showconf', nobody], refused)
  ends(['show', ''], /^Unable to access interface: No such device\n$/)
  ends(['show', '0123456789abcdef'], /^Unable to access interface: Invalid argument\n$/)
})

test('a standard input that is closed is no empty key, and /dev/null is', (t) => {
  if (!needs(t, 'bash')) return
  const refused = 'fopen: No such file or directory\n'
  const set = `sinfonia-wg set ${nobody} private-key`
  for (const line of [
    `${set} /dev/stdin <&-`,
    `${set} /dev/fd/0 <&-`,
    `${set} /proc/self/fd/0 <&-`,
    `sinfonia-wg setconf ${nobody} /dev/stdin <&-`,
  ])
    assert.deepEqual(shell(t, line), { status: 1, stdout: '', stderr: refused }, line)
  for (const line of [`${set} /dev/stdin </dev/null`, `${set} /dev/null`, `${set} /dev/null <&-`])
    assert.match(shell(t, line).stderr, /^Unable to modify interface: /, line)
})

test('showconf takes what begins with a hyphen for a name', () => {
  assert.match(wg(['showconf', '-x']).stderr, /^Unable to access interface: /)
  assert.match(wg(['showconf', '-h']).stderr, /^Usage: /)
})

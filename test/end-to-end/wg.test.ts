// sinfonia-wg where no WireGuard is: keys, help, errors and exit statuses. test/kernel compares the rest with wg(8).
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { nobody, one, place, shell, two, wg } from './wg.js'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const key = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=\n$/

test('genkey makes clamped keys, genpsk any, and none twice', () => {
  const made = Array.from({ length: 4 }, () => wg(['genkey']))
  for (const { status, stdout, stderr } of made) {
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
    assert.match(stdout, key)
    const bytes = Buffer.from(stdout, 'base64')
    assert.equal((bytes[0] ?? 1) & 7, 0)
    assert.equal((bytes[31] ?? 0) >> 6, 1)
  }
  assert.equal(new Set(made.map(({ stdout }) => stdout)).size, made.length)
  const preshared = wg(['genpsk'])
  assert.match(preshared.stdout, key)
  assert.notEqual(preshared.stdout, wg(['genpsk']).stdout)
})

test('pubkey is that of RFC 7748, and of the private key that another command made', (t) => {
  const alice = 'dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo='
  const ofAlice = 'hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=\n'
  for (const input of [alice, `${alice}\n`, `${alice} \t\v\f\r\n\0\n`]) {
    assert.deepEqual(wg(['pubkey'], { input }), { status: 0, stdout: ofAlice, stderr: '' })
  }
  if (!needs(t, 'bash')) return
  const { stdout } = shell(
    t,
    'sinfonia-wg genkey | tee private.key | sinfonia-wg pubkey; wg pubkey < private.key',
  )
  const [piped, read] = stdout.trim().split('\n')
  assert.match(`${piped}\n`, key)
  assert.equal(piped, read)
})

test('pubkey refuses what is no key, and shows nothing of it', () => {
  const cases: [string, string][] = [
    ['', 'Key is not the correct length or format'],
    [one.slice(1), 'Key is not the correct length or format'],
    [`${one.slice(1)}\n`, 'Key is not the correct length or format'],
    [`${one.slice(0, -2)}B=`, 'Key is not the correct length or format'],
    [`\n${one}`, 'Trailing characters found after key'],
    [`${one}${two}`, 'Trailing characters found after key'],
    [`${one}\nx`, 'Trailing characters found after key'],
  ]
  for (const [input, message] of cases) {
    assert.deepEqual(
      wg(['pubkey'], { input }),
      { status: 1, stdout: '', stderr: `sinfonia-wg: ${message}\n` },
      JSON.stringify(input),
    )
  }
})

test('a key that goes to a file of everybody is warned of', (t) => {
  if (!needs(t, 'bash')) return
  for (const command of ['genkey', 'genpsk']) {
    const open = shell(t, `umask 022 && sinfonia-wg ${command} > file && cat file`)
    assert.equal(open.status, 0)
    assert.match(open.stdout, key)
    assert.match(open.stderr, /^Warning: .*\n.*umask 077/)
    assert.equal(shell(t, `umask 077 && sinfonia-wg ${command} > file`).stderr, '')
    assert.equal(shell(t, `umask 022 && sinfonia-wg ${command} | cat`).stderr, '')
  }
})

test('output that cannot be written is a failure, and a reader who has gone ends it by SIGPIPE', (t) => {
  if (!needs(t, 'bash')) return
  assert.deepEqual(shell(t, 'sinfonia-wg genkey > /dev/full'), {
    status: 1,
    stdout: '',
    stderr: 'stdout: No space left on device\n',
  })
  // Its stdout is opened for it once nobody can read any more.
  const gone = shell(
    t,
    'mkfifo f && { cat < f & } && exec 3> f && kill $! && wait $!; sinfonia-wg genkey >&3',
  )
  assert.equal(gone.status, 128 + 13, gone.stderr)
})

test('help names every subcommand, and each tells its usage', () => {
  const { stdout, ...rest } = wg(['help'])
  assert.deepEqual(rest, { status: 0, stderr: '' })
  assert.match(stdout, /^Usage: sinfonia-wg <cmd> \[<args>\]\n\nAvailable subcommands:\n/)
  for (const word of ['-h', '--help']) assert.equal(wg([word]).stdout, stdout)
  const names = [...stdout.matchAll(/^ {2}(\w+): \S/gm)].map(([, name = '']) => name)
  assert.equal(names.length, 10)
  for (const name of names) {
    const told = wg([name, '--help'])
    assert.equal(told.status, name === 'show' ? 0 : 1, name)
    assert.equal(told.stdout, '')
    assert.match(
      told.stderr,
      name === 'completion' ? /shell/ : new RegExp(`^Usage: sinfonia-wg ${name}( |\n)`),
    )
  }
})

test('a command line that is wrong says how it is right', () => {
  const wrong: string[][] = [
    ['genkey', 'x'],
    ['genpsk', 'x'],
    ['pubkey', 'x'],
    ['showconf'],
    ['showconf', nobody, 'x'],
    ['set'],
    ['set', nobody],
    ['setconf', nobody],
    ['addconf', nobody, '/dev/null', 'x'],
    ['syncconf'],
    ['show', 'interfaces', 'peers'],
    ['show', nobody, 'dump', 'x'],
    ['show', '--json', nobody, 'dump'],
    ['completion'],
  ]
  for (const args of wrong) {
    const { status, stdout, stderr } = wg(args)
    assert.equal(status, 1, args.join(' '))
    assert.equal(stdout, '')
    assert.match(stderr, new RegExp(`^Usage: sinfonia-wg ${args[0]}`), args.join(' '))
  }
  for (const args of [['bogus'], [''], ['help', 'x'], ['--version', 'x'], ['constructor']]) {
    const { status, stdout, stderr } = wg(args)
    assert.deepEqual({ status, stdout }, { status: 1, stdout: '' })
    assert.ok(stderr.startsWith(`Invalid subcommand: \`${args[0]}'\nUsage: sinfonia-wg <cmd>`), stderr)
  }
  assert.deepEqual(wg(['completion', 'csh']).stderr, "Invalid shell: `csh'\n")
})

test('the version is this package’s, and tells whose commands these are', () => {
  for (const word of ['version', '--version', '-v']) {
    const { status, stdout, stderr } = wg([word])
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
    assert.equal(stdout, `sinfonia-wg v${manifest.version} - the commands of wireguard-tools v1.0.20210914\n`)
  }
})

test('called by a link of another name it calls itself so', (t) => {
  if (!needs(t, 'bash')) return
  assert.match(shell(t, 'wg help').stdout, /^Usage: wg <cmd>/)
  assert.equal(shell(t, 'wg genkey x').stderr, 'Usage: wg genkey\n')
  assert.equal(shell(t, 'wg pubkey </dev/null').stderr, 'wg: Key is not the correct length or format\n')
})

test('keys, help and refusals need nothing of the package but their own files', (t) => {
  const { directory } = place(t)
  cpSync('bin/wg.js', join(directory, 'package/bin/wg.js'))
  cpSync('dist/command-wg', join(directory, 'package/dist/command-wg'), { recursive: true })
  writeFileSync(join(directory, 'package/package.json'), '{ "type": "module" }')
  if (!needs(t, 'bash')) return
  const alone = (line: string) => shell(t, `alone() { node ${directory}/package/bin/wg.js "$@"; }; ${line}`)
  const made = alone('alone genkey | tee k | alone pubkey && alone genpsk && alone help')
  assert.deepEqual({ status: made.status, stderr: made.stderr }, { status: 0, stderr: '' })
  const refused = alone(`alone set ${nobody} fwmark x`)
  assert.deepEqual({ status: refused.status, stdout: refused.stdout }, { status: 1, stdout: '' })
  assert.match(refused.stderr, /^FwMark: expected off or a mark/)
  assert.match(alone(`alone show ${nobody}`).stderr, /^Unable to access interface: the native addon/)
})

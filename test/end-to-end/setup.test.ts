// What setup and doctor say to an ordinary user, on whatever machine this is: nothing is installed here.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { environment, run, startCloudlet } from './command.js'

/** Who has no rights, whoever runs the tests. */
const ordinary = process.getuid?.() === 0 ? { uid: 12345, gid: 12345 } : {}
const prefix = '/usr/local/libexec/sinfonia-tier3-of-the-tests'

test('an ordinary user is given the line to run, whole, and nothing is done', async () => {
  for (const options of [[], ['--everyone'], ['--group', 'x y', '--apparmor'], ['--uninstall']]) {
    const { code, stdout, stderr } = await run(['setup', '--prefix', prefix, ...options], ordinary)
    assert.equal(code, 125)
    assert.equal(stdout, '')
    const [, line = ''] = /^ {2}Run: (sudo .*)$/m.exec(stderr) ?? []
    // As a shell understands it.
    const { stdout: words } = spawnSync('sh', ['-c', `sudo() { printf '%s\\0' "$@"; }; ${line}`], {
      encoding: 'utf8',
    })
    const [node, script, ...args] = words.split('\0').slice(0, -1)
    assert.equal(node, process.execPath)
    assert.equal(script, resolve('bin/sinfonia-tier3.js'))
    assert.deepEqual(args.slice(0, 3), ['setup', '--prefix', prefix])
    for (const option of options) assert.ok(args.includes(option), line)
    if (options.length === 0) assert.equal(args[3], '--group', 'a line that works as it stands')
    assert.ok(!existsSync(prefix))
  }
})

test('--json has the line, too', async () => {
  const env = { ...process.env, SINFONIA_TIER3_LIBEXEC: prefix }
  const { stderr } = await run(['setup'], { ...ordinary, env })
  assert.match(stderr, new RegExp(`setup --prefix ${prefix} --group`))
})

test('a group that is none is told how to be made; both options at once are refused', async () => {
  const none = await run(['setup', '--prefix', prefix, '--group', 'no-such-group', '--dry-run'], ordinary)
  assert.equal(none.code, 125)
  assert.match(
    none.stderr,
    /there is no group no-such-group\n.*sudo groupadd --system no-such-group && sudo usermod/,
  )
  const unsaid = await run(['setup', '--prefix', prefix, '--dry-run'], ordinary)
  assert.match(unsaid.stderr, /not said who may create WireGuard links\n.*--group NAME.*--everyone/)
  const both = await run(['setup', '--group', 'users', '--everyone', '--dry-run'], ordinary)
  assert.equal(both.code, 2)
  const odd = await run(['setup', '--prefix', 'relative', '--everyone', '--dry-run'], ordinary)
  assert.equal(odd.code, 2)
  assert.match(odd.stderr, /malformed directory/)
})

test('a script that is printed is one that sh understands', async (t) => {
  if (!needs(t, 'helper', 'launcher')) return
  for (const options of [['--everyone'], ['--group', '12345'], ['--uninstall']]) {
    const { code, stdout } = await run(['setup', '--prefix', prefix, ...options, '--print-script'], ordinary)
    assert.equal(code, 0)
    assert.equal(spawnSync('sh', ['-n'], { input: stdout }).status, 0)
    const { status, stderr } = spawnSync('sh', { input: stdout, encoding: 'utf8', ...ordinary })
    assert.equal(status, 1)
    assert.match(stderr, /^this needs root: nothing was done$/m)
  }
})

test('doctor reaches a Tier1, and says where it does not', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'helper', 'userns', 'tun')) return
  const url = await startCloudlet(t)
  const there = await run(['doctor', '--json', url], { env: environment(t) })
  const diagnosis = JSON.parse(there.stdout)
  assert.equal(there.code, 0)
  assert.deepEqual(diagnosis.checks.at(-1), {
    name: 'Tier1',
    state: 'ok',
    sentence: 'it answers, and knows 1 cloudlet',
  })
  const away = await run(['doctor', 'http://127.0.0.1:9'], { env: environment(t) })
  assert.equal(away.code, 1)
  assert.match(away.stdout, /^failure +Tier1 .*\n/m)
  assert.match(away.stdout, /\n\nA launch would not work\.\n$/)
  assert.ok(!away.stdout.includes('\x1b'))
})

test('on a terminal states are coloured, unless NO_COLOR says otherwise', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'helper', 'userns', 'python')) return
  const { Terminal } = await import('../namespace/terminal.js')
  const doctor = [process.execPath, resolve('bin/sinfonia-tier3.js'), 'doctor']
  await new Terminal(t, ['env', '-u', 'NO_COLOR', ...doctor]).expect(/\[32mok.\[0m {7}Node/)
  await new Terminal(t, ['env', 'NO_COLOR=1', ...doctor]).expect(/^ok {7}Node/m)
})

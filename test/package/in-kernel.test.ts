import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { needs } from '../needs.js'

const script = join(import.meta.dirname, '../../../scripts/in-kernel.js')

function inKernel(options: readonly string[], command: readonly string[], cwd?: string) {
  return spawnSync(process.execPath, [script, ...options, ...command], { encoding: 'utf8', cwd })
}

test('a command in a test kernel is root, and has its arguments, environment, folder, output and status', (t) => {
  if (!needs(t, 'test kernel')) return
  const program = `
    console.error(JSON.stringify([process.argv.slice(1), process.env.ONE, process.env.CI_TOLD, process.getuid(), process.cwd()]))
    process.stdout.write('x'.repeat(1e6) + 'ä\\t\\r\\n')
    process.exitCode = 7`
  const odd = ['', 'two words', 'quo\'te"d', '$HOME', 'a\nb', 'ünï', '*']
  const { status, stdout, stderr } = inKernel(
    ['--environment', 'ONE=1 2=3'],
    ['node', '-e', program, '--', ...odd],
  )
  assert.deepEqual(JSON.parse(stderr), [odd, '1 2=3', null, 0, process.cwd()])
  assert.equal(stdout, `${'x'.repeat(1e6)}ä\t\r\n`)
  assert.equal(status, 7)
})

test('a folder below /tmp is there, and nothing else of /tmp', (t) => {
  if (!needs(t, 'test kernel')) return
  const outer = mkdtempSync(join(tmpdir(), 'sinfonia-'))
  t.after(() => rmSync(outer, { recursive: true }))
  const folder = mkdtempSync(join(outer, 'with space '))
  const { stdout, stderr } = inKernel([], ['sh', '-c', 'echo written >file; ls /tmp ..'], folder)
  assert.equal(stderr, '')
  assert.ok(!stdout.includes('sinfonia-kernel.'))
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'written\n')
})

test('a kernel that cannot do it says why', (t) => {
  if (!needs(t, 'test kernel')) return
  assert.match(inKernel(['--arguments', 'init=/none'], ['true']).stderr, /Requested init \/none failed/)
  assert.match(inKernel(['--limit', '3'], ['sleep', '60']).stderr, /ended after 3 s/)
  assert.match(inKernel(['--kernel', '0.1'], ['true']).stderr, /no test kernel 0\.1/)
  assert.equal(inKernel([], ['does-not-exist']).status, 127)
})

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`after ${signal} nothing is left`, async (t) => {
    if (!needs(t, 'test kernel')) return
    const child = spawn(process.execPath, [script, 'sh', '-c', 'echo started; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const guards = processesWith(
      (text) => text.includes('/guard.sh\0') && text.includes('sinfonia-kernel.'),
      child.pid,
    )
    assert.equal(guards.length, 1)
    const job = guards[0]?.text.split('\0').find((word) => word.includes('sinfonia-kernel.')) ?? assert.fail()
    const left = () => processesWith((text) => text.includes(job))
    assert.ok(left().length > 2 && existsSync(job))
    child.kill(signal)
    assert.deepEqual(await once(child, 'exit'), [null, signal])
    while (left().length > 0 || existsSync(job)) await setTimeout(20)
  })
}

/** By their command lines; children of one, if it is given. */
function processesWith(isWanted: (commandLine: string) => boolean, parent?: number) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid, text: read(`/proc/${pid}/cmdline`), stat: read(`/proc/${pid}/stat`) }))
    .filter(({ text }) => isWanted(text))
    .filter(({ stat }) => parent === undefined || stat.split(') ')[1]?.split(' ')[1] === String(parent))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // it has ended
  }
}

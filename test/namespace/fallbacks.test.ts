// What older kernels lack, taken away by strace's fault injection.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { Mark } from '../processes.js'
import { directoryFor } from './inside.js'
import { commandWords } from './running.js'

/** Runs the command where a system call fails, in all its processes. */
function runWithout(t: TestContext, injection: readonly string[], script: string) {
  const trace = join(directoryFor(t), 'trace')
  const words = commandWords({ engine: 'cat <&3 > /dev/null' }, ['sh', '-c', script])
  const args = ['-f', '-qq', '-o', trace, ...injection, ...words]
  const mark = new Mark()
  const [program, ...started] = mark.start('strace', ...args)
  const { status, stdout, stderr } = spawnSync(program, started, { encoding: 'utf8' })
  assert.match(readFileSync(trace, 'utf8'), /\(INJECTED\)/)
  return { status, stdout, stderr, left: mark.processes }
}

test('without close_range(2), before Linux 5.9, no descriptor is left open', (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'strace')) return
  const injection = ['--trace=close_range', '--inject=close_range:error=ENOSYS']
  const { status, stdout, stderr } = runWithout(t, injection, 'ls -1 /proc/self/fd | tr "\\n" " "; exit 7')
  // The last one is ls reading the directory.
  assert.deepEqual([status, stdout, stderr], [7, '0 1 2 3 ', ''])
})

// glibc opens by openat(2), musl by open(2).
test('without CONFIG_PROC_CHILDREN nobody is left', (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'strace')) return
  const injection = [
    '--trace-path=/proc/thread-self/children',
    '--trace=?open,openat',
    '--inject=?open,openat:error=ENOENT',
  ]
  const script = `
    exec > /dev/null 2>&1
    sleep 1000 & (trap '' HUP TERM; sleep 1001) & setsid sleep 1002 &
    exit 7`
  const { status, left } = runWithout(t, injection, script)
  assert.deepEqual([status, left], [7, []])
})

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { needs } from '../needs.js'

const script = fileURLToPath(new URL('replaced.js', import.meta.url))

function start(how: string) {
  return spawnSync(process.execPath, [script, how], { encoding: 'utf8', timeout: 60_000 })
}

for (const how of ['from the main thread', 'from a worker']) {
  test(`the process becomes another program, ${how}`, (t) => {
    if (!needs(t, 'addon')) return
    const { status, stdout, stderr, pid } = start(how)
    const kept = /^kept (\d+)$/m.exec(stderr)?.[1]
    assert.equal(status, 42, stderr)
    assert.deepEqual(stdout.split('\n'), [
      `pid ${pid}`,
      'arguments ö two words ',
      'variable wert',
      `descriptors 0 1 2 ${kept}`,
      'threads 1',
      `PPid:\t${pid}`,
      '',
    ])
    // One that could not be started before left the process as it was.
    assert.match(stderr, /^ENOENT$/m)
  })
}

test('the program starts with all signals blocked', (t) => {
  if (!needs(t, 'addon')) return
  const { stdout, stderr } = start('to tell its signals')
  const blocked = BigInt(`0x${/^SigBlk:\s*(\w+)$/m.exec(stdout)?.[1] ?? assert.fail(stderr)}`)
  // Signal n is bit n − 1. SIGHUP 1, SIGINT 2, SIGQUIT 3, SIGTERM 15, SIGCHLD 17, SIGTSTP 20.
  for (const signal of [1n, 2n, 3n, 15n, 17n, 20n]) assert.equal((blocked >> (signal - 1n)) & 1n, 1n)
})

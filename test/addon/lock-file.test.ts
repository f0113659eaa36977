import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { needs } from '../needs.js'

test('a file is locked for as long as one description of it is open', (t) => {
  if (!needs(t, 'addon')) return
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-lock-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'key')
  const first = openSync(path, 'w')
  const second = openSync(path, 'r')
  assert.equal(addon().lockFile(first), true)
  assert.equal(addon().lockFile(first), true)
  assert.equal(addon().lockFile(second), false)
  // A process that inherits the description holds the lock, too.
  const holds = spawnSync('sh', ['-c', 'test -e /proc/self/fd/3'], {
    stdio: ['ignore', 'ignore', 'ignore', first],
  })
  assert.equal(holds.status, 0)
  closeSync(first)
  assert.equal(addon().lockFile(second), true)
  closeSync(second)
  assert.throws(() => addon().lockFile(second), { code: 'EBADF', errno: -9, syscall: 'flock' })
})

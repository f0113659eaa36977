import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { needs } from '../needs.js'

function file(t: TestContext): number {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-attribute-'))
  const descriptor = openSync(join(directory, 'file'), 'w+')
  t.after(() => {
    closeSync(descriptor)
    rmSync(directory, { recursive: true })
  })
  return descriptor
}

test('an attribute is what it was set to last, and undefined before', (t) => {
  if (!needs(t, 'addon', 'root')) return
  const descriptor = file(t)
  const { setExtendedAttribute: set, getExtendedAttribute: get } = addon()
  // security.*, not user.*, which tmpfs has only from Linux 6.6 on.
  assert.equal(get(descriptor, 'security.sinfonia'), undefined)
  set(descriptor, 'security.sinfonia', Buffer.from([1, 0, 2]))
  assert.deepEqual(get(descriptor, 'security.sinfonia'), Buffer.from([1, 0, 2]))
  set(descriptor, 'security.sinfonia', Buffer.alloc(0))
  assert.deepEqual(get(descriptor, 'security.sinfonia'), Buffer.alloc(0))
})

test('what the kernel refuses carries its name', (t) => {
  if (!needs(t, 'addon')) return
  const descriptor = file(t)
  const { setExtendedAttribute: set, getExtendedAttribute: get } = addon()
  assert.throws(() => set(descriptor, 'nonsense', Buffer.alloc(1)), {
    code: 'EOPNOTSUPP',
    syscall: 'fsetxattr',
  })
  assert.throws(() => get(1 << 30, 'security.capability'), { code: 'EBADF', syscall: 'fgetxattr' })
  const status = openSync('/proc/self/status', 'r')
  t.after(() => closeSync(status))
  assert.throws(() => get(status, 'security.capability'), { code: 'EOPNOTSUPP' })
  assert.throws(() => set(descriptor, 'security.x', 'text' as never), TypeError)
  assert.throws(() => get('/etc' as never, 'security.x'), TypeError)
})

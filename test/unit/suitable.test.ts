// Where setup installs, and what it makes of files that are there: by root, below /run.
import assert from 'node:assert/strict'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { realDirectory } from '#dist/installation/place.js'
import { refuseUnsuitable } from '#dist/installation/suitable.js'
import { isInPlace, putInPlace } from '#dist/installation/wanted-file.js'
import { accessList, setAccessList } from '../access-list.js'
import { needs } from '../needs.js'

function directory(t: TestContext): string {
  const path = mkdtempSync('/run/sinfonia-tier3-test-')
  t.after(() => rmSync(path, { recursive: true }))
  chmodSync(path, 0o755)
  return path
}

const wanted = (path: string) => ({ path, content: Buffer.from('content'), gid: 54321, mode: 0o750 })

test('a directory that only root may enter is refused, at any depth', (t) => {
  if (!needs(t, 'root', 'addon')) return
  const around = directory(t)
  mkdirSync(join(around, 'below'))
  refuseUnsuitable(join(around, 'below/deep/est'))
  chmodSync(around, 0o700)
  const error = { code: 'ERR_SETUP', message: new RegExp(`: ${around} cannot be entered by everyone`) }
  for (const place of ['', 'new', 'below', 'below/deep/est']) {
    assert.throws(() => refuseUnsuitable(join(around, place)), error)
  }
})

test('a default ACL is refused in the directory, and in the one that it would be created in', (t) => {
  if (!needs(t, 'root', 'addon', 'ACLs')) return
  const around = directory(t)
  setAccessList(around, 'default')
  const error = { code: 'ERR_SETUP', remedy: new RegExp(`^Remove it \\("setfacl -k ${around}"`) }
  for (const place of ['', 'new', 'new/deep']) {
    assert.throws(() => refuseUnsuitable(join(around, place)), error)
  }
})

test('a link that comes in after links were resolved is refused', (t) => {
  if (!needs(t, 'root', 'addon')) return
  const around = directory(t)
  const [written, other] = [join(around, 'written'), join(around, 'other')]
  mkdirSync(written)
  const real = realDirectory(written)
  renameSync(written, other)
  symlinkSync(other, written)
  assert.throws(() => refuseUnsuitable(real), {
    code: 'ERR_SETUP',
    message: new RegExp(`${written} can be written`),
  })
})

test('a file has no more rights than its mode tells, whatever its directory would give it', (t) => {
  if (!needs(t, 'root', 'addon', 'ACLs')) return
  const around = directory(t)
  setAccessList(around, 'default')
  const file = wanted(join(around, 'file'))
  putInPlace(file)
  assert.equal(accessList(file.path), undefined)
  assert.equal(lstatSync(file.path).mode & 0o7777, 0o750)
  assert.ok(isInPlace(file))
  setAccessList(file.path, 'access')
  chmodSync(file.path, 0o750)
  assert.ok(!isInPlace(file), 'an ACL is seen, though the mode is right')
})

test('a link to a file that is just so is not in place, and is replaced', (t) => {
  if (!needs(t, 'root', 'addon')) return
  const around = directory(t)
  const [file, other] = [wanted(join(around, 'file')), wanted(join(around, 'other'))]
  putInPlace(other)
  symlinkSync(other.path, file.path)
  assert.ok(!isInPlace(file))
  putInPlace(file)
  assert.ok(lstatSync(file.path).isFile())
  assert.ok(isInPlace(file) && isInPlace(other))
})

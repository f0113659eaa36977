import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { netAdminPermitted } from '#dist/installation/capability.js'
import { mountOf } from '#dist/installation/mount.js'
import { defaultDirectory, parseDirectory, profileOf, realDirectory } from '#dist/installation/place.js'
import { profileText } from '#dist/installation/profile.js'

test('the capability is the kernel’s encoding of cap_net_admin=p', () => {
  // As getfattr shows it after "setcap cap_net_admin=p": revision 2, not effective, bit 12 permitted, none inheritable.
  assert.equal(netAdminPermitted.toString('hex'), '0000000200100000000000000000000000000000')
})

test('the mount of a path is the deepest one, and of two on one point the later', () => {
  const info = `22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:21 / /usr ro,nosuid shared:1 - xfs /dev/vdb rw
24 22 0:22 / /opt rw master:2 propagate_from:1 - tmpfs none rw
25 24 0:23 / /opt rw,noexec - tmpfs none rw
26 22 0:24 / /a\\040b rw - btrfs /dev/vdc rw
`
  assert.deepEqual(mountOf('/usr/local', info), { point: '/usr', options: ['ro', 'nosuid'], type: 'xfs' })
  assert.deepEqual(mountOf('/opt/x', info)?.options, ['rw', 'noexec'])
  assert.equal(mountOf('/usrlocal', info)?.point, '/')
  assert.equal(mountOf('/a b/c', info)?.type, 'btrfs')
  assert.equal(mountOf('/x', ''), undefined)
})

test('a directory is absolute and of harmless characters', () => {
  assert.equal(parseDirectory('/opt//sinfonia/'), '/opt/sinfonia')
  assert.equal(parseDirectory('/opt/a/../b'), '/opt/b')
  for (const text of [
    '',
    '/',
    '//',
    '/..',
    'opt',
    './x',
    '/a b',
    '/a*',
    '/a{b}',
    '/a"b',
    '/a\nb',
    '/a@{x}',
  ]) {
    assert.throws(() => parseDirectory(text), { code: 'ERR_INVALID_ARGUMENT', subject: text })
  }
})

test('each directory has a profile of its own', () => {
  assert.deepEqual(profileOf(defaultDirectory), {
    name: 'sinfonia-tier3',
    path: '/etc/apparmor.d/sinfonia-tier3',
  })
  assert.equal(profileOf('/opt/x').name, 'sinfonia-tier3.opt.x')
  const alike = [
    '/a/b',
    '/a.b',
    '/a+b',
    '/a+/b',
    '/a/+b',
    '/a/.b',
    '/a./b',
    '/a+.b',
    '/a.+b',
    '/a..b',
    '/a/b/c',
    '/a.b.c',
  ]
  assert.equal(new Set(alike.map((directory) => profileOf(directory).path)).size, alike.length)
})

test('the profile names one launcher, and its child has every rule but capability', () => {
  for (const abi of ['3.0', '4.0'] as const) {
    const text = profileText('/opt/x', abi)
    assert.deepEqual(text.match(/^profile .*$/gm), [
      'profile sinfonia-tier3.opt.x /opt/x/sinfonia-launcher flags=(attach_disconnected) {',
    ])
    const [launcher = '', application = ''] = text.split('  profile application')
    assert.match(launcher, /^ {2}capability,$/m)
    assert.doesNotMatch(application, /capability/)
    // Parsers of version 3 do not know the word.
    assert.equal(/userns/.test(launcher), abi === '4.0')
    assert.equal(/userns/.test(application), abi === '4.0')
  }
})

test('a directory is what symbolic links lead to, whether it exists yet or not', (t) => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'sinfonia-tier3-')))
  t.after(() => rmSync(directory, { recursive: true }))
  symlinkSync(directory, join(directory, 'link'))
  assert.equal(realDirectory(join(directory, 'link')), directory)
  assert.equal(realDirectory(join(directory, 'link/not/yet/')), `${directory}/not/yet`)
})

test('a path that AppArmor would read as a pattern is refused, though a link names it', (t) => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'sinfonia-tier3-')))
  t.after(() => rmSync(directory, { recursive: true }))
  for (const [at, name] of ['a*', 'a b', '{a,b}', 'a\nEOF\nb'].entries()) {
    const [odd, link] = [join(directory, name), join(directory, `link${at}`)]
    mkdirSync(odd)
    symlinkSync(odd, link)
    assert.throws(() => realDirectory(link), { code: 'ERR_INVALID_ARGUMENT', subject: odd })
  }
})

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { programPath } from '#dist/addon/programs.js'
import { groups } from '#dist/installation/group.js'
import { type InstalledProgram, installedProgram } from '#dist/installation/installed-program.js'
import { lackOfPermission, suggestedGroup } from '#dist/installation/permission.js'
import { setupCommand } from '#dist/installation/setup-command.js'
import { shellWords } from '#dist/installation/shell-words.js'
import { suggestedSetup } from '#dist/installation/suggestion.js'
import { foreign } from '#dist/installation/trust.js'
import { needs } from '../needs.js'

const program = 'sinfonia-launcher'

/** A directory that only root can write to, with the launcher in it as setup installs it. */
function installation(t: TestContext): { directory: string; path: string } {
  const directory = mkdtempSync('/run/sinfonia-tier3-test-')
  t.after(() => rmSync(directory, { recursive: true }))
  chmodSync(directory, 0o755)
  const path = join(directory, program)
  copyFileSync(programPath(program), path)
  chmodSync(path, 0o755)
  return { directory, path }
}

/** What another user is told, in a process of his own. */
function asUser(uid: number, gid: number, directory: string): InstalledProgram {
  const code = `import(process.argv[1]).then((module) =>
    console.log(JSON.stringify(module.installedProgram(process.argv[2], process.argv[3]))))`
  const args = ['-e', code, resolve('dist/installation/installed-program.js'), program, directory]
  const { stdout, stderr } = spawnSync(process.execPath, args, { uid, gid, encoding: 'utf8' })
  assert.equal(stderr, '')
  return JSON.parse(stdout)
}

function refusal(found: InstalledProgram): { state: string; problem: string; remedy: string } {
  assert.ok(found.state !== 'usable')
  return found
}

test('what is not there is missing, and the line that installs it is named', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia tier3-'))
  t.after(() => rmSync(directory, { recursive: true }))
  for (const place of [directory, join(directory, 'none')]) {
    const { state, problem, remedy } = refusal(installedProgram('sinfonia-helper', place))
    assert.equal(state, 'missing')
    assert.equal(problem, `${join(place, 'sinfonia-helper')} is not installed`)
    assert.equal(remedy, `Install it, once: ${setupCommand('--prefix', place, '--group', suggestedGroup())}`)
    assert.match(remedy, /^Install it, once: sudo \/.*\/node \/.*\/bin\/sinfonia-tier3\.js setup --prefix '/)
  }
})

test('in the default directory no option names it', () => {
  const found = installedProgram('sinfonia-helper')
  assert.equal(found.path, '/usr/local/libexec/sinfonia-tier3/sinfonia-helper')
  if (found.state !== 'usable') assert.doesNotMatch(found.remedy, /--prefix/)
})

test('what is not root’s alone is not trusted', (t) => {
  if (!needs(t, 'root', 'launcher')) return
  const { directory, path } = installation(t)
  assert.deepEqual(installedProgram(program, directory), { state: 'usable', path })
  const distrusted = (reason: RegExp, place = directory) => {
    const { state, problem } = refusal(installedProgram(program, place))
    assert.equal(state, 'untrusted')
    assert.match(problem, reason)
  }
  chownSync(path, 1001, 0)
  distrusted(/sinfonia-launcher belongs to user 1001, not to root: it is not used$/)
  chownSync(path, 0, 0)
  chmodSync(path, 0o775)
  distrusted(/sinfonia-launcher can be written to by its group/)
  chmodSync(path, 0o755)
  chmodSync(directory, 0o777)
  distrusted(/test-\w+ can be written to by everyone/)
  chmodSync(directory, 0o755)
  const below = join(directory, 'below')
  mkdirSync(below)
  copyFileSync(path, join(below, program))
  chownSync(directory, 1001, 0)
  distrusted(/test-\w+ belongs to user 1001/, below)
  chownSync(directory, 0, 0)
  rmSync(path)
  mkdirSync(path)
  distrusted(/is not a file/)
})

test('what a link leads to is what is looked at and used', (t) => {
  if (!needs(t, 'root', 'launcher')) return
  const { directory, path } = installation(t)
  const around = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-'))
  t.after(() => rmSync(around, { recursive: true }))
  const link = join(around, 'link')
  symlinkSync(directory, link)
  assert.deepEqual(installedProgram(program, link), { state: 'usable', path })
})

test('one byte of difference is another version', (t) => {
  if (!needs(t, 'root', 'launcher')) return
  const { directory, path } = installation(t)
  writeFileSync(path, '\0', { flag: 'a' })
  const { state, remedy } = refusal(installedProgram(program, directory))
  assert.equal(state, 'another-version')
  assert.equal(remedy, `Install that of this version: ${suggestedSetup(directory)}`)
})

test('who is not in its group is told so, and who is can use it', (t) => {
  if (!needs(t, 'root', 'launcher')) return
  const { directory, path } = installation(t)
  chownSync(path, 0, 54321)
  chmodSync(path, 0o750)
  const { state, problem, remedy } = refusal(asUser(12345, 12345, directory))
  assert.equal(state, 'not-permitted')
  assert.equal(problem, `${path} is for the group 54321, which 12345 is not in`)
  assert.equal(remedy, 'Run "sudo usermod -aG 54321 12345", then log out and in again.')
  assert.equal(asUser(12345, 54321, directory).state, 'usable')
  chmodSync(path, 0o700)
  assert.match(refusal(asUser(12345, 54321, directory)).problem, /may not be read and started by this user/)
})

test('a member whose session is older than the membership is told to log in again', () => {
  const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
  const known = [{ name: 'vpn', gid: 54321, members: ['somebody', user] }]
  assert.deepEqual(lackOfPermission('/x', 54321, 'again', known), {
    problem: `/x is for the group vpn, which ${user} is in, but this session is not yet`,
    remedy: 'Log out and in again, or start a shell with "newgrp vpn".',
  })
})

test('/etc/group is read as group(5) says', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'group')
  writeFileSync(path, 'root:x:0:\nwheel:x:10:ann,bob\n+::::\n# no:group\nbad:x:y:\n')
  assert.deepEqual(groups(path), [
    { name: 'root', gid: 0, members: [] },
    { name: 'wheel', gid: 10, members: ['ann', 'bob'] },
  ])
  assert.deepEqual(groups(join(directory, 'none')), [])
})

test('write permission for others is foreign, for root alone it is not', () => {
  assert.equal(foreign({ uid: 0, mode: 0o100755 }), undefined)
  assert.equal(foreign({ uid: 0, mode: 0o041777 }), 'can be written to by everyone')
  assert.equal(foreign({ uid: 0, mode: 0o040775 }), 'can be written to by its group')
  assert.equal(foreign({ uid: 7, mode: 0o040700 }), 'belongs to user 7, not to root')
})

test('a line of words comes out of a shell as it went in', () => {
  const words = [
    'plain',
    '',
    'a b',
    "it's",
    '$HOME',
    '`id`',
    '"',
    '\\',
    '*',
    '~',
    'new\nline',
    '-x',
    '#',
    '=a',
    'é',
  ]
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${shellWords(words)}`], { encoding: 'utf8' })
  assert.deepEqual(stdout.split('\0').slice(0, -1), words)
  assert.equal(shellWords(['sudo', '/opt/node-20.1/bin/node']), 'sudo /opt/node-20.1/bin/node')
})

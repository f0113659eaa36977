import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { run } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { allFacts, doctor, freshPrefix, group, member, setup, user } from './installation.js'

const able = (t: TestContext) =>
  needs(t, 'root', 'kernel WireGuard', 'addon', 'launcher', 'helper', 'userns', 'getcap', 'getfattr')

test('after setup a member of the group creates links, and nobody else', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  assert.equal((await doctor(prefix, member)).way, 'userspace')
  const told = await setup(prefix, ['--group', String(group)])
  assert.match(
    told,
    /^Setup will\n {2}create the directory .*\n {2}install .*sinfonia-helper \(root:54321, mode 0750\)/,
  )
  assert.match(told, /\n {2}install .*sinfonia-launcher \(root:54321, mode 0750\)/)
  assert.match(told, /\nDone\.\nIt works: the user nobody, in the group 54321, has created a WireGuard link/)
  const helper = join(prefix, 'sinfonia-helper')
  assert.equal(execFileSync('getcap', [helper], { encoding: 'utf8' }), `${helper} cap_net_admin=p\n`)

  const permitted = await doctor(prefix, member)
  assert.equal(permitted.code, 0)
  assert.equal(permitted.way, 'kernel')
  assert.equal(permitted.check('helper').state, 'ok')
  assert.equal(
    permitted.check('helper').sentence,
    `${helper} (root:54321 0750 cap_net_admin=p); it has created a link`,
  )
  const other = await doctor(prefix, user)
  assert.equal(other.way, 'userspace')
  assert.equal(other.check('helper').state, 'warning')
  assert.match(other.check('helper').sentence, /is for the group 54321, which 12345 is not in$/)
})

test('for everyone means everyone', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  assert.match(await setup(prefix, ['--everyone']), /links for EVERY user of this machine\n/)
  assert.equal((await doctor(prefix, user)).way, 'kernel')
})

test('a second setup has nothing to do, and keeps who was permitted', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  await setup(prefix, ['--group', String(group)])
  const inodes = () => readdirSync(prefix).map((name) => lstatSync(join(prefix, name)).ino)
  const before = inodes()
  assert.match(
    await setup(prefix),
    /^Nothing to do: everything is as it should be\.\nIt works: .*in the group 54321/,
  )
  assert.deepEqual(inodes(), before)
  const changed = await setup(prefix, ['--everyone'])
  assert.match(changed, /^Setup will\n( {2}install [^\n]*\n){2}Done/)
})

test('--dry-run tells and does nothing; --uninstall leaves nothing', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const told = await setup(prefix, ['--everyone', '--dry-run'])
  assert.match(told, /^Setup would\n {2}create/)
  assert.ok(!existsSync(prefix))
  const done = await setup(prefix, ['--everyone'])
  assert.equal(told.replace('would', 'will'), done.slice(0, done.indexOf('Done.')))
  await setup(prefix, ['--uninstall', '--dry-run'])
  assert.equal(readdirSync(prefix).length, 2)
  writeFileSync(join(prefix, '.sinfonia-helper.new'), 'of a setup that was killed')
  assert.match(await setup(prefix, ['--uninstall']), /remove the directory/)
  assert.deepEqual(readdirSync(dirname(prefix)), [])
  assert.match(await setup(prefix, ['--uninstall']), /^Nothing to do/)
})

test('what it creates on the way is named, and goes again; other directories stay', async (t) => {
  if (!able(t)) return
  const there = freshPrefix(t)
  mkdirSync(there)
  const prefix = join(there, 'a/b/libexec')
  const script = await setup(prefix, ['--everyone', '--print-script'])
  const removal = await setup(prefix, ['--uninstall', '--print-script'])
  const told = await setup(prefix, ['--everyone'])
  const wanted = allFacts(prefix)
  for (const path of ['a', 'a/b', 'a/b/libexec']) {
    assert.ok(told.includes(`  create the directory ${join(there, path)} (root, mode 0755)\n`), path)
  }
  assert.match(await setup(prefix), /^Nothing to do/)
  assert.match(await setup(prefix, ['--uninstall']), /remove the directory \S*\/a\n/)
  assert.deepEqual(readdirSync(there), [])
  execFileSync('sh', { input: script })
  assert.deepEqual(allFacts(prefix), wanted)
  writeFileSync(join(there, 'a/other'), '')
  execFileSync('sh', { input: removal })
  assert.deepEqual(readdirSync(join(there, 'a')), ['other'])
})

test('a prefix with a link in it is where the link leads', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const link = join(mkdtempSync('/tmp/sinfonia-tier3-'), 'link')
  t.after(() => rmSync(dirname(link), { recursive: true }))
  chmodSync(dirname(link), 0o755)
  chownSync(dirname(link), user.uid, user.gid)
  symlinkSync(dirname(prefix), link)
  const written = join(link, 'libexec')
  const script = await setup(written, ['--everyone', '--print-script'])
  assert.ok(script.includes(`directory=${prefix}\n`))
  assert.match(await setup(written, ['--everyone']), new RegExp(` install ${prefix}/sinfonia-helper `))
  assert.equal((await doctor(written, user)).way, 'kernel')
  // Of an installation that is the same, but not in its place.
  const helper = join(prefix, 'sinfonia-helper')
  renameSync(helper, `${helper}.other`)
  symlinkSync(`${helper}.other`, helper)
  assert.match(
    await setup(written, ['--everyone']),
    /^Setup will\n {2}install \S*sinfonia-helper [^\n]*\nDone/,
  )
  assert.ok(lstatSync(helper).isFile())
  rmSync(`${helper}.other`)
  rmSync(helper)
  symlinkSync('nowhere', helper)
  await setup(written, ['--uninstall'])
  assert.ok(!existsSync(prefix))
})

test('a helper that was replaced or removed has no capability left for who kept it', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const helper = join(prefix, 'sinfonia-helper')
  const script = (...args: readonly string[]) => setup(prefix, [...args, '--print-script'])
  const ways: [string, () => Promise<unknown>][] = [
    ['replaced', () => setup(prefix, ['--group', String(group)])],
    ['removed', () => setup(prefix, ['--uninstall'])],
    ['replaced-by-script', async () => execFileSync('sh', { input: await script('--everyone') })],
    ['removed-by-script', async () => execFileSync('sh', { input: await script('--uninstall') })],
  ]
  for (const [name, change] of ways) {
    if (!existsSync(helper)) await setup(prefix, ['--everyone'])
    const kept = join(dirname(prefix), name)
    linkSync(helper, kept)
    assert.match(execFileSync('getcap', [kept], { encoding: 'utf8' }), /cap_net_admin=p/)
    await change()
    assert.equal(execFileSync('getcap', [kept], { encoding: 'utf8' }), '')
  }
})

test('a link in the place of a program is replaced or removed, and what it names stays as it is', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const named = join(dirname(prefix), 'named')
  mkdirSync(prefix)
  writeFileSync(named, '')
  chownSync(named, user.uid, user.gid)
  const helper = join(prefix, 'sinfonia-helper')
  for (const args of [['--everyone'], ['--uninstall']]) {
    rmSync(helper, { force: true })
    symlinkSync(named, helper)
    await setup(prefix, args)
    assert.equal(lstatSync(named).uid, user.uid)
  }
  assert.ok(!existsSync(helper))
})

test('what is not ours stays, and its directory', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  await setup(prefix, ['--everyone'])
  writeFileSync(join(prefix, 'other'), '')
  await setup(prefix, ['--uninstall'])
  assert.deepEqual(readdirSync(prefix), ['other'])
})

test('the script does the same, with setcap and with setfattr', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  for (const whom of [['--everyone'], ['--group', String(group)]]) {
    await setup(prefix, whom)
    const wanted = allFacts(prefix)
    await setup(prefix, ['--uninstall'])
    // As an ordinary user, who may print it, too.
    const { stdout: script } = await run(['setup', '--prefix', prefix, ...whom, '--print-script'], user)
    // A umask that takes everything from everybody else.
    for (const run of ['umask 077; sh', 'umask 0; mount --bind /dev/null "$(command -v setcap)"; sh']) {
      execFileSync('unshare', ['--mount', 'sh', '-ec', run], { input: script })
      assert.deepEqual(allFacts(prefix), wanted)
      const removal = await setup(prefix, ['--uninstall', '--print-script'])
      execFileSync('sh', { input: removal })
      assert.deepEqual(readdirSync(dirname(prefix)), [])
    }
  }
})

test('the script does nothing for others, in places of others, or with other programs', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const script = await setup(prefix, ['--everyone', '--print-script'])
  const refuses = (text: string, why: RegExp, options = {}) => {
    const { status, stderr } = spawnSync('sh', { input: text, encoding: 'utf8', ...options })
    assert.equal(status, 1)
    assert.match(stderr, why)
    assert.ok(!existsSync(join(prefix, 'sinfonia-helper')))
  }
  refuses(script, /^this needs root: nothing was done$/m, user)
  refuses(script.replace(/(install_program sinfonia-helper )./, '$1'), /is not what this script was made for/)
  chmodSync(dirname(prefix), 0o1777)
  refuses(script, /is not root's alone/)
  chmodSync(dirname(prefix), 0o755)
  for (const option of ['nosuid', 'noexec']) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `${option},mode=755`, 'tmpfs', dirname(prefix)])
    try {
      refuses(script, new RegExp(` is mounted with .*${option}`))
      assert.ok(!existsSync(prefix))
    } finally {
      execFileSync('umount', [dirname(prefix)])
    }
  }
})

test('places where a capability would be lost, or another’s, are refused', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const around = dirname(prefix)
  const refused = async (why: RegExp, place = prefix) => {
    const { code, stdout, stderr } = await run(['setup', '--prefix', place, '--everyone'])
    assert.equal(code, 125)
    assert.equal(stdout, '')
    assert.match(stderr, why)
    assert.ok(!existsSync(join(place, 'sinfonia-helper')))
  }
  chmodSync(around, 0o775)
  await refused(/can be written to by its group, who could replace what is installed there/)
  chmodSync(around, 0o755)
  chmodSync(around, 0o700)
  await refused(/cannot be entered by everyone, and so nobody could start/)
  chmodSync(around, 0o755)
  await refused(/\/tmp can be written to by everyone/, '/tmp/below/deep')
  for (const option of ['nosuid', 'noexec', 'ro']) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `${option},mode=755`, 'tmpfs', around])
    await refused(new RegExp(`is mounted ${option}: `)).finally(() => execFileSync('umount', [around]))
  }
  await refused(/keeps no extended attributes/, '/proc/sinfonia')
})

test('a capability that was lost, and a program that was changed, are seen and put right', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  await setup(prefix, ['--everyone'])
  const wanted = allFacts(prefix)
  const helper = join(prefix, 'sinfonia-helper')
  copyFileSync(helper, `${helper}.copy`)
  execFileSync('mv', [`${helper}.copy`, helper])
  chmodSync(helper, 0o755)
  const lost = (await doctor(prefix, user)).check('helper')
  assert.match(lost.sentence, /its file has another capability than cap_net_admin=p, or none/)
  assert.match(lost.remedy ?? '', /sudo .* setup --prefix/)
  // A copy that everyone may start was not said to be for everyone.
  assert.match(lost.remedy ?? '', / --group /)
  const unsaid = await run(['setup', '--prefix', prefix])
  assert.equal(unsaid.code, 125)
  assert.match(unsaid.stderr, /not said who may create WireGuard links/)
  assert.match(
    await setup(prefix, ['--everyone']),
    /^Setup will\n {2}install \S*sinfonia-helper [^\n]*\nDone\.\nIt works/,
  )
  assert.deepEqual(allFacts(prefix), wanted)
  writeFileSync(helper, 'x', { flag: 'a' })
  const changed = (await doctor(prefix, user)).check('helper')
  assert.match(changed.sentence, /is of another version of this package$/)
  await setup(prefix, ['--everyone'])
  assert.deepEqual(allFacts(prefix), wanted)
})

test('a helper is replaced as a whole or not at all', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  mkdirSync(join(prefix, 'sinfonia-helper/in-the-way'), { recursive: true })
  const { code, stderr } = await run(['setup', '--prefix', prefix, '--everyone'])
  assert.equal(code, 125)
  assert.match(stderr, /setup could not install /)
  assert.deepEqual(readdirSync(prefix), ['sinfonia-helper'])
})

// Where AppArmor keeps ordinary users from what namespaces need: the restriction is seen, and setup's profile lifts it for the launcher.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { programPath } from '#dist/addon/programs.js'
import { profileOf } from '#dist/installation/place.js'
import { environment, run } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { doctor, freshPrefix, group, setup } from './installation.js'

const able = (t: TestContext) =>
  needs(
    t,
    'AppArmor over user namespaces',
    'root',
    'kernel WireGuard',
    'addon',
    'launcher',
    'engine',
    'helper',
    'tun',
  )

const root = { uid: 0, gid: 0 }
const asUser = ['setpriv', '--reuid', '12345', '--regid', '12345', '--clear-groups']

/**
 * Ubuntu's kernel, as far as this one can be it: its sysctl is 1, and a launcher without a profile of its own gets no capability
 * in the user namespaces that it makes.
 */
const asOnUbuntu = [
  ...['unshare', '--mount', 'sh', '-ec'],
  'mount -t tmpfs tmpfs /proc/sys/kernel; echo 1 >/proc/sys/kernel/apparmor_restrict_unprivileged_userns; exec "$@"',
  'sh',
]

const withoutCapabilities = (name: string, attachment = '') => `abi <abi/3.0>,
profile ${name} ${attachment} flags=(attach_disconnected) {
  network, mount, umount, remount, signal, ptrace, unix, dbus,
  /{,**} mrwlk,
  /** pix,
}
`

/** The profile is loaded, and /etc/apparmor.d is a copy: the kernel's root is the machine's own. */
function load(t: TestContext, profile: string): void {
  const directory = mkdtempSync('/tmp/sinfonia-apparmor-')
  execFileSync('cp', ['-a', '/etc/apparmor.d/.', directory])
  execFileSync('mount', ['--bind', directory, '/etc/apparmor.d'])
  const path = join(directory, 'sinfonia-test')
  writeFileSync(path, profile)
  execFileSync('apparmor_parser', ['--replace', '--skip-cache', path])
  t.after(() => {
    execFileSync('apparmor_parser', ['--remove', path])
    execFileSync('umount', ['/etc/apparmor.d'])
    rmSync(directory, { recursive: true })
  })
}

const loadedProfiles = () => readFileSync('/sys/kernel/security/apparmor/profiles', 'latin1')

/** What a program prints that an ordinary user starts in a namespace; `mapRoot`: as root of it. */
function inside(prefix: string, mapRoot: boolean, ...command: readonly string[]): string {
  const [first = '', ...args] = [...asOnUbuntu, ...asUser]
  const program = `import(process.argv[1]).then(async ({ Namespace }) => {
    const [, , libexec, mapRoot, command, ...args] = process.argv
    const namespace = await Namespace.create({ libexec, mapRoot: mapRoot === 'true' })
    const { exited } = await namespace.run(command, args)
    const { exitCode } = await exited
    await namespace.close()
    process.exitCode = exitCode
  })`
  const words = [
    process.execPath,
    '-e',
    program,
    resolve('dist/index.js'),
    prefix,
    String(mapRoot),
    ...command,
  ]
  return execFileSync(first, [...args, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

test('a restriction by AppArmor is seen, named, and lifted by setup for its launcher alone', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  load(t, withoutCapabilities('sinfonia-test-restricted', programPath('sinfonia-launcher')))
  const { name, path } = profileOf(prefix)

  const before = await doctor(prefix, root, [...asOnUbuntu, ...asUser])
  assert.equal(before.way, undefined)
  assert.equal(before.code, 1)
  const refused = before.check('user namespaces')
  assert.match(
    refused.sentence,
    /AppArmor restricts them \(kernel\.apparmor_restrict_unprivileged_userns is 1\)/,
  )
  assert.match(
    refused.remedy ?? '',
    new RegExp(
      `^Install the launcher with an AppArmor profile of its own: sudo .* setup --prefix ${prefix} `,
    ),
  )

  const told = await setup(prefix, ['--everyone'], asOnUbuntu)
  assert.match(told, /\n {2}load the AppArmor profile .* into the kernel, .*\n {2}write it to /)
  assert.match(told, /\nIt works: /)
  assert.match(await setup(prefix), /^Nothing to do/)
  assert.ok(loadedProfiles().includes(`${name} (enforce)`))

  const after = await doctor(prefix, root, [...asOnUbuntu, ...asUser])
  assert.deepEqual(
    after.checks.filter(({ state }) => state !== 'ok'),
    [],
  )
  assert.equal(after.way, 'kernel')
  assert.equal(after.code, 0)
  assert.match(after.check('user namespaces').sentence, /by \S*sinfonia-launcher: AppArmor restricts them/)

  await t.test('a whole launch works, with a cloudlet on the same machine', async () => {
    const env = { ...environment(t), SINFONIA_TIER3_LIBEXEC: prefix, XDG_CACHE_HOME: '/nonexistent' }
    const { code, stdout, stderr } = await run(['demo', '--tunnel', 'kernel'], {
      env,
      before: [...asOnUbuntu, ...asUser],
    })
    assert.match(stdout, /tunnel by the kernel’s WireGuard/, stderr)
    assert.match(stdout, /Hello from the cloudlet/)
    assert.equal(code, 0)
  })

  await t.test('the application is in a child profile without capabilities', () => {
    for (const mapRoot of [false, true]) {
      const label = inside(prefix, mapRoot, 'cat', '/proc/self/attr/current')
      assert.equal(label.replace('\n', ''), `${name}//&${name}//application (enforce)`)
    }
    // It is root of its namespaces as far as the kernel alone would say.
    assert.match(inside(prefix, true, 'grep', 'CapEff', '/proc/self/status'), /[1-9a-f]/)
    assert.throws(() => inside(prefix, true, 'ip', 'link', 'set', 'lo', 'up'), /Operation not permitted/)
    assert.throws(() => inside(prefix, false, 'unshare', '--user', '--map-root-user', '--net', 'true'))
    assert.match(inside(prefix, false, 'ls', '/usr'), /^bin$/m)
  })

  await t.test('--uninstall takes the helper away even where the profile cannot be', async () => {
    const mask = 'mount --bind /dev/full /sys/kernel/security/apparmor/.remove; exec "$@"'
    const before = ['unshare', '--mount', 'sh', '-ec', mask, 'sh']
    const { code, stderr } = await run(['setup', '--prefix', prefix, '--uninstall'], { before })
    assert.equal(code, 125)
    assert.match(stderr, /setup could not take the AppArmor profile /)
    assert.ok(!existsSync(prefix))
    assert.ok(existsSync(path))
  })

  await t.test('--uninstall takes it out of the kernel and off the disk', async () => {
    const left = join(dirname(path), `.${basename(path)}.new`)
    writeFileSync(left, 'of a setup that was killed')
    assert.match(
      await setup(prefix, ['--uninstall']),
      /take the AppArmor profile .* out of the kernel\n {2}remove /,
    )
    assert.ok(!existsSync(path))
    assert.ok(!existsSync(left))
    assert.ok(!loadedProfiles().includes(name))
    assert.equal((await doctor(prefix, root, [...asOnUbuntu, ...asUser])).way, undefined)
  })

  await t.test('for a group it lifts it for that group alone', async () => {
    await setup(prefix, ['--group', String(group), '--apparmor'])
    const member = ['setpriv', '--reuid', '12345', '--regid', String(group), '--clear-groups']
    assert.equal((await doctor(prefix, root, [...asOnUbuntu, ...member])).way, 'kernel')
    const other = await doctor(prefix, root, [...asOnUbuntu, ...asUser])
    assert.equal(other.way, undefined)
    assert.match(
      other.check('user namespaces').remedy ?? '',
      /sinfonia-launcher is for the group 54321, which 12345 is not in\. Run "sudo usermod /,
    )
    await setup(prefix, ['--uninstall'])
  })

  await t.test('a profile whose file is gone goes, too', async () => {
    await setup(prefix, ['--everyone', '--apparmor'])
    rmSync(path)
    assert.match(await setup(prefix, ['--uninstall']), /take the AppArmor profile .* out of the kernel\n/)
    assert.ok(!loadedProfiles().includes(name))
  })

  await t.test('a profile that the parser refuses is not written, and tried again', async () => {
    const mask = 'mount --bind /bin/false "$(command -v apparmor_parser)"; exec "$@"'
    const before = ['unshare', '--mount', 'sh', '-ec', mask, 'sh']
    const options = ['setup', '--prefix', prefix, '--everyone', '--apparmor']
    const { code, stderr } = await run(options, { before })
    assert.equal(code, 125)
    assert.match(stderr, /apparmor_parser refuses the profile/)
    assert.ok(!existsSync(path))
    assert.match(await setup(prefix, ['--everyone', '--apparmor']), /\n {2}write it to /)
    assert.ok(loadedProfiles().includes(name))
    await setup(prefix, ['--uninstall'])
  })

  await t.test('the script writes and loads the same profile', async () => {
    const script = await setup(prefix, ['--everyone', '--apparmor', '--print-script'])
    execFileSync('sh', { input: script })
    assert.match(await setup(prefix), /^Nothing to do/)
    assert.equal((await doctor(prefix, root, [...asOnUbuntu, ...asUser])).way, 'kernel')
    execFileSync('sh', { input: await setup(prefix, ['--uninstall', '--print-script']) })
    assert.ok(!existsSync(path))
    assert.ok(!loadedProfiles().includes(name))
  })
})

test('a session that a profile confines is told which', async (t) => {
  if (!able(t)) return
  load(t, withoutCapabilities('sinfonia-test-session'))
  const confined = [...asUser, 'aa-exec', '-p', 'sinfonia-test-session', '--']
  const { code, check } = await doctor(freshPrefix(t), root, confined)
  assert.equal(code, 1)
  const { sentence, remedy } = check('user namespaces')
  assert.match(sentence, /the AppArmor profile sinfonia-test-session confines this process/)
  assert.match(remedy ?? '', /^Run it outside of that profile/)
})

test('--apparmor is refused where AppArmor is off, and --no-apparmor leaves the profile out', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  assert.doesNotMatch(
    await setup(prefix, ['--everyone', '--no-apparmor', '--dry-run'], asOnUbuntu),
    /profile/,
  )
  const off = ['unshare', '--mount', 'sh', '-ec', 'mount -t tmpfs tmpfs /sys/module; exec "$@"', 'sh']
  const { code, stderr } = await run(['setup', '--prefix', prefix, '--everyone', '--apparmor'], {
    before: off,
  })
  assert.equal(code, 125)
  assert.match(stderr, /AppArmor is not on in this kernel/)
})

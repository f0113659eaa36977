import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { namespaceCause } from '#dist/namespace/cause.js'
import { needs } from '../needs.js'

const { EPERM, ENOSPC, EACCES, EINVAL } = constants.errno

/** A system on which all is allowed, changed in some places. */
function settings(changes: Record<string, string | undefined>) {
  const files: Record<string, string | undefined> = {
    '/proc/self/uid_map': '0 0 4294967295',
    '/proc/self/status': 'CapEff:\t0000000000000000\nSeccomp:\t0',
    '/proc/sys/user/max_user_namespaces': '96365',
    '/proc/sys/user/max_net_namespaces': '96365',
    '/proc/sys/user/max_mnt_namespaces': '96365',
    ...changes,
  }
  return (path: string) => files[path]
}

const cases: [
  name: string,
  refused: [string, number],
  changes: Record<string, string | undefined>,
  sentence: RegExp,
][] = [
  ['no CONFIG_USER_NS', ['unshare', EPERM], { '/proc/self/uid_map': undefined }, /CONFIG_USER_NS/],
  [
    'user.max_user_namespaces',
    ['unshare', ENOSPC],
    { '/proc/sys/user/max_user_namespaces': '0' },
    /max_user_namespaces is 0/,
  ],
  [
    'user.max_net_namespaces',
    ['unshare', ENOSPC],
    { '/proc/sys/user/max_net_namespaces': '0' },
    /max_net_namespaces is 0/,
  ],
  [
    'Debian',
    ['unshare', EPERM],
    { '/proc/sys/kernel/unprivileged_userns_clone': '0' },
    /unprivileged_userns_clone is 0/,
  ],
  [
    'Ubuntu, at unshare',
    ['unshare', EPERM],
    { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' },
    /AppArmor/,
  ],
  [
    'Ubuntu, at a later mount',
    ['mount-slave', EACCES],
    { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' },
    /AppArmor/,
  ],
  [
    'a container',
    ['unshare', EPERM],
    { '/proc/self/status': 'CapEff:\t00000000a80425fb\nSeccomp:\t2' },
    /seccomp/,
  ],
  [
    'a profile of AppArmor',
    ['unshare', EPERM],
    {
      '/sys/module/apparmor/parameters/enabled': 'Y',
      '/proc/self/attr/apparmor/current': 'docker-default (enforce)',
    },
    /AppArmor profile docker-default confines/,
  ],
  ['an emulator', ['unshare', EINVAL], {}, /qemu/],
  ['nested too deeply', ['unshare', ENOSPC], {}, /nested/],
  ['who knows', ['unshare', EPERM], {}, /EPERM at unshare/],
]

for (const [name, [step, errno], changes, sentence] of cases) {
  test(`the cause is told: ${name}`, () => {
    const cause = namespaceCause({ step, errno }, settings(changes))
    assert.match(cause.sentence, sentence)
    assert.ok(cause.remedy)
  })
}

test('where AppArmor restricts, the command that helps is named', () => {
  const restricting = settings({ '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' })
  const remedy = (libexec?: string) =>
    namespaceCause({ step: 'unshare', errno: EPERM, libexec }, restricting).remedy ?? ''
  assert.match(remedy(), /: sudo \/\S+ \/\S+\/sinfonia-tier3\.js setup\b/)
  assert.match(remedy('/opt/none'), /sinfonia-tier3\.js setup --prefix \/opt\/none --group /)
})

test('a profile that only complains, or AppArmor that is off, is no cause', () => {
  for (const [enabled, label] of [
    ['Y', 'mine (complain)'],
    ['Y', 'unconfined'],
    ['N', 'mine (enforce)'],
  ]) {
    const cause = namespaceCause(
      { step: 'unshare', errno: EPERM },
      settings({ '/sys/module/apparmor/parameters/enabled': enabled, '/proc/self/attr/current': label }),
    )
    assert.match(cause.sentence, /EPERM at unshare/)
  }
})

test("Debian's switch does not concern who has CAP_SYS_ADMIN", () => {
  const cause = namespaceCause(
    { step: 'unshare', errno: EPERM },
    settings({
      '/proc/sys/kernel/unprivileged_userns_clone': '0',
      '/proc/self/status': 'CapEff:\t000001ffffffffff\nSeccomp:\t0',
    }),
  )
  assert.doesNotMatch(cause.sentence, /unprivileged_userns_clone/)
})

const attempt = `
  import(${JSON.stringify(resolve('dist/namespace/namespace.js'))}).then(({ Namespace }) => Namespace.create()).then(
    (namespace) => namespace.close(),
    (error) => console.log(JSON.stringify({ ...error, message: error.message })),
  )`

for (const [sysctl, code] of [
  ['max_user_namespaces', 'ERR_NAMESPACE'],
  ['max_net_namespaces', 'ERR_NAMESPACE'],
  ['max_mnt_namespaces', 'ERR_NAMESPACE'],
] as const) {
  test(`a kernel that refuses by user.${sysctl}`, (t) => {
    if (!needs(t, 'addon', 'launcher', 'userns', 'unshare')) return
    // In a user namespace of its own, whose limits are the test's to set.
    const script = 'echo 0 > /proc/sys/user/$1 && exec "$2" -e "$3"'
    const args = ['--user', '--map-root-user', 'sh', '-ec', script, 'sh', sysctl, process.execPath, attempt]
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' })
    assert.equal(stderr, '')
    const error = JSON.parse(stdout)
    assert.equal(error.code, code)
    assert.match(error.message, new RegExp(`${sysctl} is 0`))
    assert.match(error.remedy, /sysctl/)
    assert.equal(error.errno, -ENOSPC)
  })
}

// Which way a launch takes where the helper is installed, but not as it should be; and what it says of that.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Cloudlet } from '#dist/cloudlet/cloudlet.js'
import { environment, run } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { doctor, freshPrefix, group, member, setup, user } from './installation.js'
import { type Ended, type Person, runAs } from './person.js'

const program = resolve('bin/sinfonia-tier3.js')

/** What is wrong with the helper, and what a launch says of it. */
const flaws: [string, string[], (helper: string) => void, RegExp, RegExp][] = [
  [
    'its capability is gone, as after a copy',
    ['--everyone'],
    (helper) => {
      copyFileSync(helper, `${helper}.new`)
      renameSync(`${helper}.new`, helper)
    },
    /the helper refused: the helper's file has no cap_net_admin/,
    /./,
  ],
  [
    'it is of another version',
    ['--everyone'],
    (helper) => appendFileSync(helper, 'x'),
    /sinfonia-helper is of another version of this package/,
    /sudo .* setup --prefix \/run\//,
  ],
  [
    'it is for a group',
    ['--group', 'daemon'],
    () => {},
    /is for the group daemon, which/,
    /usermod -aG daemon/,
  ],
]

function launch(
  { url }: Cloudlet,
  person: Person,
  prefix: string,
  ...options: readonly string[]
): Promise<Ended> {
  const application = ['sh', '-c', 'cat /proc/net/dev']
  return runAs(person, [program, ...options, url, 'helloworld', ...application], {
    SINFONIA_TIER3_LIBEXEC: prefix,
  })
}

for (const [what, options, spoil, told, remedy] of flaws) {
  test(`the helper is installed, but ${what}`, async (t: TestContext) => {
    if (!needs(t, 'kernel WireGuard', 'root', 'tun')) return
    await using cloudlet = await Cloudlet.start()
    const prefix = freshPrefix(t)
    await setup(prefix, options)
    spoil(join(prefix, 'sinfonia-helper'))
    const insisted = await launch(cloudlet, user, prefix, '--tunnel', 'kernel')
    assert.equal(insisted.code, 125, insisted.output)
    assert.match(insisted.output, told)
    assert.match(insisted.output, remedy)
    const free = await launch(cloudlet, user, prefix, '--debug')
    assert.equal(free.code, 0, free.output)
    assert.match(free.output, /tunnel by the userspace engine \(.+\)$/m)
    assert.match(free.output, told)
    assert.match(free.output, /^ *wg-/m)
  })
}

test('it is for a group, and the user is in it', async (t: TestContext) => {
  if (!needs(t, 'kernel WireGuard', 'root')) return
  await using cloudlet = await Cloudlet.start()
  const prefix = freshPrefix(t)
  await setup(prefix, ['--group', String(group)])
  const { code, output } = await launch(cloudlet, member, prefix, '--debug')
  assert.equal(code, 0, output)
  assert.match(output, /tunnel by the kernel’s WireGuard$/m)
})

test('where installed modules are not seen the kernel is asked, and believed', async (t: TestContext) => {
  if (!needs(t, 'kernel WireGuard', 'root', 'tun')) return
  // As in a container on a kernel that loads its module for the first link.
  const container = ['unshare', '--mount', 'sh', '-ec', 'mount -t tmpfs tmpfs /sys/module; exec "$@"', 'sh']
  const prefix = freshPrefix(t)
  await setup(prefix, ['--everyone'])
  for (const [way, person] of [
    ['root', {}],
    ['a user', user],
  ] as const) {
    const { way: found } = await doctor(prefix, { uid: 0, gid: 0 }, [...container, ...as(person)])
    assert.equal(found, 'kernel', way)
    const own = {
      SINFONIA_TIER3_LIBEXEC: prefix,
      SINFONIA_TIER3_TUNNEL: undefined,
      XDG_CACHE_HOME: '/nonexistent',
    }
    const env = { ...environment(t), ...own }
    const before = [...container, ...as(person)]
    const { code, stdout, stderr } = await run(['demo'], { env, before })
    assert.equal(code, 0, stderr)
    assert.match(stdout, /tunnel by the kernel’s WireGuard/, way)
  }
})

function as({ uid, gid }: Person): string[] {
  return uid === undefined ? [] : ['setpriv', '--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups']
}

for (const [who, person] of [
  ['a user', user],
  ['root', {}],
] as const) {
  test(`a wg0 of the host's is in nobody's way: ${who}`, async (t: TestContext) => {
    if (!needs(t, 'kernel WireGuard', 'root', 'ip')) return
    execFileSync('ip', ['link', 'add', 'wg0', 'type', 'wireguard'])
    t.after(() => execFileSync('ip', ['link', 'delete', 'wg0']))
    await using cloudlet = await Cloudlet.start()
    const prefix = freshPrefix(t)
    await setup(prefix, ['--everyone'])
    const { code, output } = await launch(cloudlet, person, prefix, '--tunnel', 'kernel')
    assert.equal(code, 0, output)
    assert.match(output, /^ *wg-/m)
  })
}

// What the helper finds itself as: with which rights and descriptors, and where its answer goes.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, writeFileSync } from 'node:fs'
import {
  alice,
  assertCreated,
  assertRefused,
  attack,
  bob,
  fileCapability,
  netAdmin,
  netRaw,
  root,
  statusOf,
} from './helper.js'

const asAlice = ['setpriv', '--reuid=12345', '--regid=12345', '--clear-groups']

attack('it refuses to run set-user-ID or set-group-ID', async (rig) => {
  const own = await rig.namespace()
  for (const [mode, owner] of [
    [0o4755, bob],
    [0o4755, root],
    [0o2755, bob],
    [0o6755, root],
  ] as const) {
    const helper = rig.install('setuid', null)
    chownSync(helper, owner.uid, owner.gid)
    chmodSync(helper, mode)
    rig.grant(helper)
    assertRefused(rig.ask(own.descriptor, 'wg0', { helper }), 'setuid')
  }
  assert.deepEqual(own.links(), [])
})

attack('it refuses a caller who is two users or groups', async (rig) => {
  const own = await rig.namespace()
  for (const [real, effective, realGroup, effectiveGroup] of [
    [12345, 12346, 12345, 12345],
    [12346, 12345, 12345, 12345],
    [12345, 12345, 12345, 12346],
    [12345, 12345, 12346, 12345],
  ]) {
    const users = [`--ruid=${real}`, `--euid=${effective}`]
    const groups = [`--rgid=${realGroup}`, `--egid=${effectiveGroup}`, '--clear-groups']
    const through = ['setpriv', ...users, ...groups, '--']
    assertRefused(rig.ask(own.descriptor, 'wg0', { by: root, through }), 'setuid')
  }
  assert.deepEqual(own.links(), [])
})

attack('it refuses more capabilities than it knows', async (rig) => {
  const own = await rig.namespace()
  for (const capability of [netAdmin | netRaw, netRaw, 0xffffffff]) {
    const helper = rig.install('more', fileCapability(capability))
    assertRefused(rig.ask(own.descriptor, 'wg0', { helper }), 'too-many-capabilities')
  }
  const [roots, host] = [await rig.namespace(root), rig.open('/proc/self/ns/net')]
  for (const descriptor of [own.descriptor, roots.descriptor, host]) {
    assertRefused(rig.ask(descriptor, 'wg0', { by: root }), 'too-many-capabilities')
  }
  assert.deepEqual([...own.links(), ...roots.links()], [])
})

attack('root with this capability alone has no more than others', async (rig) => {
  const [roots, own, host] = [await rig.namespace(root), await rig.namespace(), rig.open('/proc/self/ns/net')]
  const through = ['setpriv', '--bounding-set=-all,+net_admin', '--']
  assertRefused(rig.ask(host, 'wg0', { by: root, through }), 'own-namespace')
  assertRefused(rig.ask(own.descriptor, 'wg0', { by: root, through }), 'not-owner')
  assertCreated(rig.ask(roots.descriptor, 'wg0', { by: root, through }), 'wg0')
})

attack('inheritable and ambient capabilities of the caller change nothing', async (rig) => {
  const own = await rig.namespace()
  const inheritable = [...asAlice, '--inh-caps=+net_raw,+sys_admin']
  const ambient = [...inheritable, '--ambient-caps=+net_raw', '--']
  assertCreated(rig.ask(own.descriptor, 'wg0', { by: root, through: [...inheritable, '--'] }), 'wg0')
  assertCreated(rig.ask(own.descriptor, 'wg1', { by: root, through: ambient }), 'wg1')
  const helper = rig.install('without', null)
  assertRefused(
    rig.ask(own.descriptor, 'wg2', { by: root, helper, through: ambient }),
    'too-many-capabilities',
  )
  assert.deepEqual(own.links(), ['wg0', 'wg1'])
})

attack('it says which known reason keeps the capability from it', async (rig) => {
  const [own, host] = [await rig.namespace(), rig.open('/proc/self/ns/net')]
  const nosuid = rig.directory('nosuid')
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'nosuid,mode=755', 'tmpfs', nosuid])
  try {
    const mounted = rig.install('', fileCapability(), nosuid)
    const without = rig.install('without', null)
    const confined = ['setpriv', '--no-new-privs', '--']
    const bounded = [...asAlice, '--bounding-set=-net_admin', '--']
    for (const descriptor of [own.descriptor, host]) {
      assertRefused(rig.ask(descriptor, 'wg0', { helper: without }), 'not-granted')
      assertRefused(rig.ask(descriptor, 'wg0', { helper: mounted }), 'nosuid-mount')
      assertRefused(rig.ask(descriptor, 'wg0', { through: confined }), 'no-new-privileges')
      assertRefused(rig.ask(descriptor, 'wg0', { by: root, through: bounded }), 'bounding-set')
    }
    assert.deepEqual(own.links(), [])
  } finally {
    execFileSync('umount', [nosuid])
  }
})

attack('a copy, and a file that was written to, have no capability', async (rig) => {
  const own = await rig.namespace()
  const copy = `${rig.directory('copy')}/sinfonia-helper`
  execFileSync('cp', ['--preserve=mode', rig.helper, copy])
  assertRefused(rig.ask(own.descriptor, 'wg0', { helper: copy }), 'not-granted')
  const written = rig.install('written')
  writeFileSync(written, '\0', { flag: 'a' })
  assertRefused(rig.ask(own.descriptor, 'wg0', { helper: written }), 'not-granted')
})

attack('with `=ep` in the place of `=p` it does the same', async (rig) => {
  const own = await rig.namespace()
  const helper = rig.install('effective', fileCapability(netAdmin, true))
  assertCreated(rig.ask(own.descriptor, 'wg0', { helper }), 'wg0')
  assertRefused(rig.ask(rig.open('/proc/self/ns/net'), 'wg1', { helper }), 'own-namespace')
})

attack(
  'a closed stdin, stdout or stderr is refused, so that nothing takes its place',
  async (rig) => {
    const own = await rig.namespace()
    const sets = ['0', '1', '2', '01', '02', '12', '012']
    const refused = sets.map((set) => [set, statusOf('closed-descriptor')])
    const without = ['3', statusOf('not-a-network-namespace')]
    assert.deepEqual(rig.attack('closed', [own.descriptor]), Object.fromEntries([...refused, without]))
    assert.deepEqual(own.links(), [])
  },
  'python',
)

attack('a stdout that takes no answer does not keep the status from being told', async (rig) => {
  const own = await rig.namespace()
  for (const [name, redirection] of [
    ['full', '>/dev/full'],
    ['unwritable', '>&0'],
    ['namespace', '>&3'],
  ] as const) {
    const through = ['sh', '-c', `exec "$0" "$@" ${redirection}`]
    assert.equal(rig.ask(own.descriptor, name, { through }).status, 0, name)
  }
  // A pipe that nobody reads any more.
  const pipe = `${rig.directory('pipe')}/pipe`
  execFileSync('mkfifo', ['-m', '666', pipe])
  const script = 'exec 5<>"$2" 6>"$2" 5<&-; exec "$0" "$1" >&6 6>&-'
  const { status, signal } = spawnSync('sh', ['-c', script, rig.helper, 'broken', pipe], {
    ...{ ...alice, cwd: '/', stdio: ['ignore', 'pipe', 'pipe', own.descriptor] },
  })
  assert.deepEqual([status, signal], [0, null])
  assert.deepEqual([...own.links()].sort(), ['broken', 'full', 'namespace', 'unwritable'])
})

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { run } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { doctor, freshPrefix, setup, user } from './installation.js'

const able = (t: TestContext) =>
  needs(t, 'root', 'kernel WireGuard', 'addon', 'launcher', 'engine', 'helper', 'userns', 'tun', 'setpriv')

/** Installed for everyone. */
async function installed(t: TestContext): Promise<string> {
  const prefix = freshPrefix(t)
  await setup(prefix, ['--everyone'])
  return prefix
}

const root = { uid: 0, gid: 0 }
const asUser = ['setpriv', '--reuid', '12345', '--regid', '12345', '--clear-groups']

/** Starts a program where something is mounted otherwise: other tests run at the same time. */
function withMounts(script: string): string[] {
  return ['unshare', '--mount', 'sh', '-ec', `${script}; exec "$@"`, 'sh']
}

test('an ordinary user of a kernel with all of it lacks nothing', async (t) => {
  if (!able(t)) return
  const { checks, way, code } = await doctor(await installed(t), user)
  assert.deepEqual(
    checks.filter(({ state }) => state !== 'ok'),
    [],
  )
  assert.equal(way, 'kernel')
  assert.equal(code, 0)
})

test('root needs no helper', async (t) => {
  if (!able(t)) return
  const { way, check } = await doctor(freshPrefix(t), root)
  assert.equal(way, 'kernel')
  assert.match(check('helper').sentence, /^not needed/)
})

test('what takes the capability away from the helper is named', async (t) => {
  if (!able(t)) return
  const prefix = await installed(t)
  const helperOf = async (...before: string[]) => {
    const { way, code, check } = await doctor(prefix, root, before)
    assert.equal(way, 'userspace')
    assert.equal(code, 0)
    assert.equal(check('helper').state, 'warning')
    return check('helper')
  }
  const nnp = await helperOf(...asUser, '--no-new-privs')
  assert.match(nnp.sentence, /no_new_privs is set/)
  assert.match(nnp.remedy ?? '', /NoNewPrivileges=no/)
  const bounding = await helperOf(...asUser, '--bounding-set', '-net_admin')
  assert.match(bounding.sentence, /bounding set lacks cap_net_admin/)
  assert.match(bounding.remedy ?? '', /--cap-add NET_ADMIN/)
  const mounts = `mount --bind ${prefix} ${prefix}; mount -o remount,bind,nosuid ${prefix}`
  const nosuid = await helperOf(...withMounts(mounts), ...asUser)
  assert.match(nosuid.sentence, /mounted nosuid/)
  assert.match(nosuid.remedy ?? '', /--prefix/)
})

test('a system that refuses namespaces is a failure that names the sysctl', async (t) => {
  if (!able(t)) return
  // The limits of a user namespace are its own.
  const limited = 'echo 0 >/proc/sys/user/max_net_namespaces; exec "$@"'
  const before = [...asUser, 'unshare', '--user', '--map-root-user', 'sh', '-ec', limited, 'sh']
  const { way, code, check } = await doctor(freshPrefix(t), root, before)
  assert.equal(way, undefined)
  assert.equal(code, 1)
  assert.equal(check('user namespaces').state, 'failure')
  assert.match(check('user namespaces').sentence, /user\.max_net_namespaces is 0/)
  assert.match(check('user namespaces').remedy ?? '', /sysctl user\.max_net_namespaces=\d+/)
  assert.match(check('resolver').sentence, /not tried, for want of a namespace/)
})

test('a resolv.conf that cannot be put in place is a failure', async (t) => {
  if (!able(t)) return
  // No file that one could be mounted on, and no further overlay to show one: two on each other are the kernel's limit.
  const overlay = 'mount -t overlay overlay -o "lowerdir=/etc:$place" /etc'
  const script = `place=$(mktemp -d); ${overlay}; ${overlay}; mount --bind /dev/null /etc/resolv.conf`
  const { way, code, check } = await doctor(await installed(t), root, [...withMounts(script), ...asUser])
  assert.equal(check('resolver').state, 'failure')
  assert.match(check('resolver').sentence, /resolv\.conf of the namespace could not be put in place/)
  assert.equal(way, undefined)
  assert.equal(code, 1)
})

test('a chroot refuses namespaces: what can be seen without is told, and setup cannot try', async (t) => {
  if (!able(t)) return
  const prefix = await installed(t)
  const before = withMounts('mount --rbind / /mnt; exec chroot /mnt "$@"')
  const { way, check } = await doctor(prefix, root, [...before, ...asUser])
  assert.equal(way, undefined)
  assert.match(check('user namespaces').remedy ?? '', /chroot/)
  assert.match(check('helper').sentence, /cap_net_admin=p\); not tried, for want of a namespace/)
  assert.equal(check('/dev/net/tun').state, 'ok')
  const { code, stdout } = await run(['setup', '--prefix', prefix], { before })
  assert.match(stdout, /^Nothing to do.*\nNot tried, since an ordinary user cannot make a namespace here: /)
  assert.equal(code, 0)
})

test('setup says where the container is what keeps a link from being made', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  const before = ['setpriv', '--bounding-set', '-net_admin']
  const { code, stdout } = await run(['setup', '--prefix', prefix, '--everyone'], { before })
  assert.match(stdout, /Done\.\nAll is installed, but no link could be created: .*--cap-add NET_ADMIN\.\n$/)
  assert.equal(code, 0)
})

test('without /dev/net/tun the kernel’s way is left, and without that none', async (t) => {
  if (!able(t)) return
  const prefix = await installed(t)
  const node = join(dirname(prefix), 'tun')
  execFileSync('mknod', ['-m', '600', node, 'c', '10', '200'])
  const before = [...withMounts(`mount --bind ${node} /dev/net/tun`), ...asUser]
  const kernel = await doctor(prefix, root, before)
  assert.equal(kernel.way, 'kernel')
  assert.match(kernel.check('/dev/net/tun').sentence, /closed to this user/)
  assert.match(kernel.check('/dev/net/tun').remedy ?? '', /chmod 666/)
  const none = await doctor(freshPrefix(t), root, before)
  assert.equal(none.way, undefined)
  assert.equal(none.code, 1)
})

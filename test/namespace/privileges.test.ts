// What an application may do: nothing beyond what any user may, whoever started it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { accessSync, chmodSync, constants, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { directoryFor, namespaceFor, output, shell } from './inside.js'

function able(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'userns')
}

const nothing = '0000000000000000'
const look = ['-E', '^(Cap(Inh|Prm|Eff|Amb)|NoNewPrivs)', '/proc/self/status']
const unprivileged = `CapInh:\t${nothing}\nCapPrm:\t${nothing}\nCapEff:\t${nothing}\nCapAmb:\t${nothing}\nNoNewPrivs:\t1\n`

/** grep, which can look at its own privileges, where the test may change its mode and capabilities. */
function ownGrep(t: TestContext): string {
  const path = join(directoryFor(t), 'grep')
  const grep = ['/usr/bin/grep', '/bin/grep'].find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  copyFileSync(grep ?? '/bin/grep', path)
  chmodSync(path, 0o755)
  return path
}

async function loopback(t: TestContext, namespace: Namespace): Promise<void> {
  const network = await Network.open({ socket: namespace.takeRouteSocket() })
  t.after(() => network.close())
  await network.links.set('lo', { up: true })
}

test('every capability set is empty and none can be gained', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  assert.equal((await output(namespace, 'grep', look)).stdout, unprivileged)
})

test('user and groups are the own ones', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const ids = (await output(namespace, 'id', ['-u'])).stdout + (await output(namespace, 'id', ['-g'])).stdout
  assert.equal(ids, `${process.getuid?.()}\n${process.getgid?.()}\n`)
})

test('a program with file capabilities gains none', async (t) => {
  if (!able(t) || !needs(t, 'root')) return
  const grep = ownGrep(t)
  execFileSync('setcap', ['cap_net_raw,cap_net_admin,cap_sys_admin=eip', grep])
  const namespace = await namespaceFor(t)
  assert.equal((await output(namespace, grep, look)).stdout, unprivileged)
})

test('a program with the set-user-ID bit gains nothing', async (t) => {
  if (!able(t) || !needs(t, 'root')) return
  const grep = ownGrep(t)
  chmodSync(grep, 0o6755)
  const namespace = await namespaceFor(t)
  const { stdout } = await output(namespace, grep, ['-E', '^(Uid|CapEff)', '/proc/self/status'])
  const uid = process.getuid?.()
  assert.equal(stdout, `Uid:\t${uid}\t${uid}\t${uid}\t${uid}\nCapEff:\t${nothing}\n`)
})

test('it cannot change the network or the mounts', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const mount = await shell(namespace, 'mount -t tmpfs none /tmp')
  assert.notEqual(mount.exitCode, 0)
  assert.notEqual((await shell(namespace, 'umount /sys')).exitCode, 0)
  if (!needs(t, 'ip')) return
  const { exitCode, stderr } = await output(namespace, 'ip', ['link', 'set', 'lo', 'up'])
  assert.notEqual(exitCode, 0)
  assert.match(stderr, /not permitted/)
})

test('it can make user namespaces of its own, as the sandboxes of browsers do', async (t) => {
  if (!able(t) || !needs(t, 'unshare')) return
  const namespace = await namespaceFor(t)
  // Who is root outside may not map it again without CAP_SETFCAP (user_namespaces(7)), and has no such sandboxes.
  const mapping = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const { stdout } = await output(namespace, 'unshare', ['--user', ...mapping, 'sh', '-c', 'echo made'])
  assert.equal(stdout, 'made\n')
})

test('mapRoot: root inside, with the capabilities of the namespaces', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t, { mapRoot: true })
  const { stdout } = await output(namespace, 'grep', ['-E', '^(Uid|CapEff|NoNewPrivs)', '/proc/self/status'])
  assert.match(stdout, /^Uid:\t0\t0\t0\t0\nCapEff:\t0*[1-9a-f][\da-f]+\nNoNewPrivs:\t0\n$/)
  const mount = await shell(namespace, 'mount -t tmpfs none /mnt && umount /mnt')
  assert.equal(mount.stderr, '')
})

for (const address of ['127.0.0.1', '::1']) {
  test(`ping ${address} needs no rights`, async (t) => {
    if (!able(t) || !needs(t, 'ping')) return
    const namespace = await namespaceFor(t)
    await loopback(t, namespace)
    const { exitCode, stdout, stderr } = await output(namespace, 'ping', ['-c1', '-W5', address])
    assert.equal(exitCode, 0, stdout + stderr)
  })
}

test('a port below 1024 needs no rights', async (t) => {
  if (!able(t) || !needs(t, 'python')) return
  const namespace = await namespaceFor(t)
  await loopback(t, namespace)
  const script = "import socket; s = socket.create_server(('127.0.0.1', 80)); print(s.getsockname()[1])"
  const { stdout, stderr } = await output(namespace, 'python3', ['-c', script])
  assert.equal(stdout, '80\n', stderr)
})

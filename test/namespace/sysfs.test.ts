// /sys inside: the namespace's own interfaces, and what runtimes read their limits from.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statfsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { namespaceFor, output } from './inside.js'

function able(t: TestContext, ...more: 'tun'[]): boolean {
  return needs(t, 'addon', 'launcher', 'userns', ...more)
}

/** Whether the kernel lets a namespace of this user have a sysfs: not in containers that hide parts of it. */
function sysfsAllowed(t: TestContext): boolean {
  if (!needs(t, 'unshare')) return false
  const mount = ['mount', '-t', 'sysfs', 'none', '/sys']
  const { status } = spawnSync('unshare', ['--user', '--map-root-user', '--net', '--mount', ...mount])
  if (status === 0) return true
  if (process.env.CI === 'true') throw new Error('the kernel refuses a sysfs here')
  t.skip('the kernel refuses a sysfs here')
  return false
}

test("/sys/class/net shows the namespace's own interfaces", async (t) => {
  if (!able(t, 'tun') || !sysfsAllowed(t)) return
  const namespace = await namespaceFor(t, { tun: true })
  const tun = namespace.takeTun()
  assert.ok(tun)
  const { stdout } = await output(namespace, 'ls', ['/sys/class/net'])
  assert.deepEqual(stdout.trim().split('\n').sort(), ['lo', tun.name].sort())
})

test('/sys/fs/cgroup is the one outside', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const { stdout } = await output(namespace, 'ls', ['-A', '/sys/fs/cgroup'])
  const inside = stdout.split('\n').filter((name) => name !== '')
  if (!existsSync('/sys/fs/cgroup')) return assert.deepEqual(inside, []) // this kernel has none
  assert.deepEqual(inside.sort(), readdirSync('/sys/fs/cgroup').sort())
  const type = await output(namespace, 'stat', ['-f', '-c', '%t', '/sys/fs/cgroup'])
  assert.equal(Number.parseInt(type.stdout, 16), statfsSync('/sys/fs/cgroup').type)
})

test('a read-only /sys stays so', (t) => {
  if (!able(t) || !sysfsAllowed(t)) return
  const script = `
    const { Namespace } = await import(${JSON.stringify(resolve('dist/namespace/namespace.js'))})
    const namespace = await Namespace.create()
    const application = await namespace.run('sh', ['-c', 'ls /sys/class/net; cat /proc/mounts | grep " /sys " | tail -1'])
    await application.exited
    await namespace.close()`
  const outer = 'mount -o remount,bind,ro /sys && exec "$0" --input-type=module -e "$1"'
  const args = ['--user', '--map-root-user', '--mount', 'sh', '-c', outer, process.execPath, script]
  const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.match(stdout, /\nsysfs \/sys sysfs ro,/)
})

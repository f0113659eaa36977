// Which WireGuard a launch takes, where the kernel has none or nothing is installed. test/kernel has the rest.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { hasCapability } from '#dist/namespace/capabilities.js'
import { kernelWireGuard } from '#dist/namespace/kernel-wireguard.js'
import { needs } from '../needs.js'
import { environment, run, startCloudlet } from './command.js'

const nowhere = '/nonexistent/sinfonia-tier3'

async function launch(t: TestContext, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const url = await startCloudlet(t)
  const env = environment(t, { SINFONIA_TIER3_LIBEXEC: nowhere, ...more })
  return await run([...args, url, 'helloworld', 'sh', '-c', 'cat /proc/net/dev'], { env })
}

test('userspace can be insisted on', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const { code, stdout, stderr } = await launch(t, ['--debug', '--tunnel', 'userspace'])
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^wg-/m)
  assert.match(stderr, /^sinfonia-tier3: tunnel by the userspace engine$/m)
})

test('the kernel’s, where it cannot be had: insisted on it fails and says what to do, else userspace takes its place', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const without = hasCapability('CAP_NET_ADMIN') || kernelWireGuard() === 'absent'
  const told = without ? /this kernel has no WireGuard/ : /sinfonia-helper is not installed/
  const remedy = without ? /modprobe wireguard/ : /sudo .*setup/
  const insisted = await launch(t, ['--tunnel', 'kernel'])
  if (insisted.code === 0) return t.diagnostic('here it can be had')
  assert.equal(insisted.code, 125)
  assert.match(insisted.stderr, told)
  assert.match(insisted.stderr, remedy)
  assert.equal(insisted.stdout, '')
  const free = await launch(t, ['--debug'], { SINFONIA_TIER3_TUNNEL: undefined })
  assert.equal(free.code, 0, free.stderr)
  assert.match(free.stderr, /^sinfonia-tier3: tunnel by the userspace engine \(.+\)$/m)
  assert.match(free.stderr, told)
  const silent = await launch(t, [], { SINFONIA_TIER3_TUNNEL: undefined })
  assert.equal(silent.stderr, '', 'no news where nobody watches')
})

test('there is no third way', async (t) => {
  const { code, stderr } = await run(['--tunnel', 'magic', 'http://127.0.0.1:9', 'helloworld', 'true'], {
    env: environment(t),
  })
  assert.equal(code, 2)
  assert.match(stderr, /kernel, userspace/)
})

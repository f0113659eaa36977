// What createTunnelLink refuses on any machine; test/kernel/tunnel-link.test.ts has what it makes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kernelWireGuard } from '#dist/namespace/kernel-wireguard.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { needs } from '../needs.js'
import { refusal } from '../netns/networks.js'
import { namespaceFor } from './inside.js'

test('names that no link can have, and an abort', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await namespaceFor(t)
  for (const name of ['', 'a/b', 'x'.repeat(16), '..']) {
    assert.equal((await refusal(namespace.createTunnelLink({ name }))).code, 'ERR_INVALID_ARGUMENT')
  }
  const aborted = namespace.createTunnelLink({ name: 'wg0', signal: AbortSignal.abort() })
  assert.equal((await refusal(aborted)).code, 'ERR_ABORTED')
})

test('a kernel without WireGuard, and a namespace that is closed', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  await namespace.close()
  const { code, operation, remedy } = await refusal(namespace.createTunnelLink({ name: 'wg0' }))
  if (kernelWireGuard() === 'absent') assert.equal(code, 'ERR_KERNEL_WIREGUARD')
  else assert.ok(code === 'ERR_CLOSED' || code === 'ERR_HELPER', code)
  if (code !== 'ERR_CLOSED') {
    assert.equal(operation, 'namespace.createTunnelLink')
    assert.ok(remedy)
  }
})

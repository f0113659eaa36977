// What cannot be started leaves no descriptor open.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { DeploymentNetwork } from '#dist/cloudlet/deployment-network.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Engine } from '#dist/tunnel/engine/engine.js'
import { ask, helloworldUuid, startCloudlet } from '../cloudlet/real.js'
import { until } from '../end-to-end/command.js'
import { needs } from '../needs.js'

function open(): number {
  return readdirSync('/proc/self/fd').length
}

test('an engine', (t) => {
  if (!needs(t, 'addon', 'engine')) return
  const before = open()
  for (let attempt = 0; attempt < 3; attempt++)
    assert.throws(() => new Engine({ tun: 'none' as never, mtu: 1420 }))
  assert.equal(open(), before)
})

test('a keeper', async (t) => {
  if (!needs(t, 'addon')) return
  await assert.rejects(Namespace.create({ launcher: { path: '' } })) // loads what has descriptors of its own
  const before = open()
  await assert.rejects(Namespace.create({ launcher: { path: '' } }))
  await assert.rejects(Namespace.create({ launcher: { path: 'a\0b' } }))
  assert.equal(open(), before)
})

test('the DNS server of a deployment, with half of its sockets', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const { cloudlet } = await startCloudlet(t, { way: 'userspace' })
  t.mock.method(DeploymentNetwork.prototype, 'openListener', () => Promise.reject(new Error('no socket')))
  const refused = async () => (await ask(cloudlet, helloworldUuid, PrivateKey.generate())).text()
  await refused()
  const before = open()
  for (let attempt = 0; attempt < 3; attempt++) await refused()
  await until('every descriptor is closed', () => open() <= before)
})

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { namespaceFor, output } from '../namespace/inside.js'
import { needs } from '../needs.js'

test('the MTU is that of the route to the endpoint less 80, at most 1420, or what is told', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const namespace = await namespaceFor(t, { mapRoot: true })
  const script = join(import.meta.dirname, 'path-mtu.js')
  const { stdout, stderr } = await output(namespace, process.execPath, [script])
  assert.equal(stdout, 'done\n', stderr)
})

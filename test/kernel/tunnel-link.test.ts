// Links whose UDP socket stands in the host's network, in namespaces of the library's: by root, and by a user through the helper.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { freshPrefix, setup, user } from './installation.js'
import { type Person, runAs } from './person.js'

async function talks(person: Person, ...args: readonly string[]): Promise<void> {
  await using host = await Network.open()
  await host.links.set('lo', { up: true })
  const { code, output } = await runAs(person, [join(import.meta.dirname, 'tunnel-link-pair.js'), ...args])
  assert.equal(code, 0, output)
  assert.equal(output, 'done\n')
  assert.deepEqual(
    (await host.links.list()).filter(({ kind }) => kind === 'wireguard'),
    [],
  )
}

function able(t: TestContext): boolean {
  return needs(t, 'kernel WireGuard', 'addon', 'launcher', 'helper', 'userns', 'root')
}

test('by root’s own right, one of them in a namespace with a name', async (t) => {
  if (able(t)) await talks({}, '', 'near')
})

test('by the helper, for an ordinary user', async (t) => {
  if (!able(t)) return
  const prefix = freshPrefix(t)
  await setup(prefix, ['--everyone'])
  await talks(user, prefix)
})

test('not for an ordinary user without it', async (t) => {
  if (!able(t)) return
  const script = join(import.meta.dirname, 'tunnel-link-pair.js')
  const { code, output } = await runAs(user, [script, freshPrefix(t)])
  assert.equal(code, 1)
  assert.match(output, /code: 'ERR_HELPER'/)
  assert.match(output, /operation: 'namespace.createTunnelLink'/)
  assert.match(output, /setup --prefix/)
})

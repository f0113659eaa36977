import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePrefix } from '#dist/address/prefix.js'
import { type CloudletOptions, settle } from '#dist/cloudlet/options.js'

test('the defaults', () => {
  const { uuid, ...settings } = settle({})
  assert.match(uuid, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  assert.deepEqual(settings, {
    host: '127.0.0.1',
    port: 0,
    addresses: [{ version: 4, address: '10.5.0.0', prefixLength: 16 }],
    lease: 300_000,
    maximum: 100,
    backendTimeout: 60_000,
    environment: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    endpointHost: { host: '127.0.0.1', kind: 'v4' },
    way: undefined,
    libexec: undefined,
  })
})

test('tunnels are reached where the API is, or where told', () => {
  const endpointHost = (options: CloudletOptions) => settle(options).endpointHost
  assert.deepEqual(endpointHost({ host: '192.0.2.1' }), { host: '192.0.2.1', kind: 'v4' })
  assert.deepEqual(endpointHost({ host: '2001:DB8::0001' }), { host: '2001:db8::1', kind: 'v6' })
  assert.deepEqual(endpointHost({ host: '0.0.0.0' }), { host: '127.0.0.1', kind: 'v4' })
  assert.deepEqual(endpointHost({ host: '::' }), { host: '127.0.0.1', kind: 'v4' })
  assert.deepEqual(endpointHost({ endpointHost: 'edge.example' }), { host: 'edge.example', kind: 'name' })
})

test('an environment passes without its undefined variables', () => {
  assert.deepEqual(settle({ environment: { A: 'b', C: undefined } }).environment, { A: 'b' })
})

const bad: readonly [what: string, options: CloudletOptions, message: RegExp][] = [
  ['a name to listen on', { host: 'localhost' }, /host: "localhost"/],
  ['a port past the last', { port: 65_536 }, /port: 65536/],
  ['a port that is not whole', { port: 1.5 }, /whole/],
  ['no lease', { lease: 0 }, /lease: 0/],
  ['a lease that is none', { lease: Number.NaN }, /lease/],
  ['a maximum of none', { maximum: 0 }, /maximum/],
  ['no time for backends', { backendTimeout: 0 }, /backendTimeout/],
  ['an endpoint with a port', { endpointHost: '127.0.0.1:80' }, /endpointHost/],
  ['an endpoint with a scope', { endpointHost: 'fe80::1%lo' }, /scope/],
  ['no endpoint', { endpointHost: '' }, /endpointHost/],
  ['a public URL that is none', { publicUrl: 'http://' }, /publicUrl/],
  ['a range over the cloudlet’s own addresses', { addresses: [parsePrefix('10.0.0.0/8')] }, /10\.96\.0\.10/],
  ['the same in IPv6', { addresses: [parsePrefix('fd00::/16')] }, /fd00:10:96::a/],
  [
    'a range in another',
    { addresses: [parsePrefix('10.5.0.0/16'), parsePrefix('10.5.7.0/24')] },
    /10\.5\.7\.0\/24" is a part of 10\.5\.0\.0\/16/,
  ],
]
for (const [what, options, message] of bad) {
  test(`refused: ${what}`, () => {
    assert.throws(() => settle(options), {
      code: 'ERR_INVALID_ARGUMENT',
      operation: 'cloudlet.start',
      message,
    })
  })
}

test('a Tier1’s URL is read as that of the client, and its password is not shown', () => {
  for (const tier1 of ['me:secret@tier1.example', 'file://me:secret@/etc', 'http://me:secret@']) {
    assert.throws(
      () => settle({ tier1 }),
      (error: Error) => !error.message.includes('secret'),
    )
    assert.throws(() => settle({ tier1 }), { code: 'ERR_TIER1_URL' })
  }
})

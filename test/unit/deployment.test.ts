/** Each field of an answer, in its good and bad forms. What real servers have sent is in wire-samples.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatEndpoint } from '#dist/address/endpoint.js'
import { formatPrefix } from '#dist/address/prefix.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { readDeployments } from '#dist/sinfonia/deployment.js'

const key = PrivateKey.generate().publicKey()
const peer = PrivateKey.generate().publicKey()
const uuid = '0123abcd-0000-4000-8000-000000000001'

const tunnel = {
  publicKey: peer.base64(),
  endpoint: '192.0.2.1:51820',
  address: ['10.5.0.2'],
  allowedIPs: ['0.0.0.0/0'],
  dns: ['10.96.0.10', 'svc.cluster.local'],
}
const whole = { UUID: uuid, ApplicationKey: key.base64(), Status: 'Deployed', TunnelConfig: tunnel }

const read = (...list: unknown[]) => readDeployments(list, { uuid, key })
const withFields = (fields: Record<string, unknown>) => ({ ...whole, ...fields })
const withTunnel = (fields: Record<string, unknown>) => ({ ...whole, TunnelConfig: { ...tunnel, ...fields } })

test('a deployment with nothing optional', () => {
  const [deployment] = read(whole)
  assert.equal(deployment.uuid, uuid)
  assert.ok(deployment.applicationKey.equals(key))
  assert.equal(deployment.status, 'Deployed')
  assert.ok(!('name' in deployment) && !('created' in deployment))
  assert.ok(deployment.tunnel.publicKey.equals(peer))
  assert.equal(formatEndpoint(deployment.tunnel.endpoint), '192.0.2.1:51820')
  assert.deepEqual(deployment.tunnel.dnsServers, ['10.96.0.10'])
  assert.deepEqual(deployment.tunnel.searchDomains, ['svc.cluster.local'])
  assert.ok(Object.isFrozen(deployment) && Object.isFrozen(deployment.tunnel.addresses))
})

test('what is legal but unusual', () => {
  const [deployment] = read({
    ...withTunnel({
      endpoint: '[2001:DB8::1]:7',
      address: ['10.5.0.2/24', 'FD00::2/64', '10.5.0.2/24', '10.5.0.3'],
      allowedIPs: ['10.5.9.9/16', '::/0', '10.5.0.0/16', '192.0.2.1'],
      dns: ['cluster.local', '10.96.0.10', 'FD00::53', 'cluster.local', '10.96.0.10', 'a.example.'],
      mtu: 1280,
    }),
    UUID: uuid.toUpperCase(),
    DeploymentName: null,
    Created: '2026-11-22T16:02:07.5Z',
    Else: {},
  })
  assert.equal(deployment.uuid, uuid)
  assert.equal(deployment.created?.toISOString(), '2026-11-22T16:02:07.500Z')
  assert.equal(formatEndpoint(deployment.tunnel.endpoint), '[2001:db8::1]:7')
  assert.deepEqual(deployment.tunnel.addresses.map(formatPrefix), [
    '10.5.0.2/24',
    'fd00::2/64',
    '10.5.0.3/32',
  ])
  assert.deepEqual(deployment.tunnel.allowedIps.map(formatPrefix), ['10.5.0.0/16', '::/0', '192.0.2.1/32'])
  assert.deepEqual(deployment.tunnel.dnsServers, ['10.96.0.10', 'fd00::53'])
  assert.deepEqual(deployment.tunnel.searchDomains, ['cluster.local', 'a.example.'])
})

test('no name server and no domain is a deployment too', () => {
  const [{ tunnel }] = read(withTunnel({ dns: [] }))
  assert.deepEqual([tunnel.dnsServers, tunnel.searchDomains], [[], []])
})

test('those that are not deployed (any more) are left out, unless there are no others', () => {
  const expired = withFields({ Status: 'Expired', DeploymentName: 'old' })
  assert.deepEqual(
    read(expired, withFields({ DeploymentName: 'new' })).map(({ name }) => name),
    ['new'],
  )
  assert.throws(() => read(expired, expired, withFields({ Status: 'Failed' })), {
    message: /^Status is "Expired", "Failed", not "Deployed"/,
  })
})

test('one malformed deployment spoils the list, and is named by its place', () => {
  assert.throws(() => read(whole, withTunnel({ address: ['10.5.0.2', 'x'] })), {
    message: '[1].TunnelConfig.address[1] is "x", not an IP address or network',
  })
})

test('a list is expected', () => {
  for (const [json, message] of [
    [whole, 'it is an object, not a list'],
    ['text', 'it is a string, not a list'],
    [null, 'it is null, not a list'],
    [[], /^it is an empty list/],
    [[[]], 'it is a list, not an object'],
    [[7], 'it is a number, not an object'],
  ] as const) {
    assert.throws(() => readDeployments(json, { uuid, key }), { message })
  }
})

const other = PrivateKey.generate().publicKey().base64()
const wrong: readonly [deployment: unknown, message: string | RegExp][] = [
  [withFields({ UUID: undefined }), 'it has no UUID'],
  [withFields({ UUID: 7 }), 'UUID is a number, not a text'],
  [
    withFields({ UUID: '0123abcd-0000-4000-8000-000000000002' }),
    /^UUID is "0123abcd.*2", not the application that/,
  ],
  [withFields({ ApplicationKey: null }), 'it has no ApplicationKey'],
  [withFields({ ApplicationKey: 'AAAA' }), /^ApplicationKey is "AAAA", not a WireGuard public key/],
  [withFields({ ApplicationKey: other }), /^ApplicationKey is .*, not the key that was sent, /],
  [withFields({ Status: undefined }), 'it has no Status'],
  [withFields({ Status: 1 }), 'Status is a number, not a text'],
  [withFields({ Status: 'deployed' }), /^Status is "deployed", not "Deployed"/],
  [withFields({ Status: '' }), /^Status is "", not "Deployed"/],
  [withFields({ DeploymentName: 7 }), 'DeploymentName is a number, not a text'],
  [withFields({ DeploymentName: '' }), 'DeploymentName is "", not a name'],
  [withFields({ DeploymentName: 'a b' }), 'DeploymentName is "a b", not a name'],
  [withFields({ DeploymentName: 'a\u001b[31m' }), /^DeploymentName is "a\\u001b\[31m", not a name$/],
  [withFields({ DeploymentName: 'a'.repeat(300) }), /^DeploymentName is "a{40,80}…, not a name$/],
  [withFields({ Created: 'yesterday' }), 'Created is "yesterday", not a time of ISO 8601'],
  [withFields({ Created: '2026-99-99T00:00:00Z' }), /^Created is "2026-99.*, not a time/],
  [withFields({ Created: 7 }), 'Created is a number, not a text'],
  [withFields({ TunnelConfig: undefined }), 'it has no TunnelConfig'],
  [withFields({ TunnelConfig: [] }), 'TunnelConfig is a list, not an object'],
  [withFields({ TunnelConfig: 'x' }), 'TunnelConfig is a string, not an object'],
  [withTunnel({ publicKey: undefined }), 'TunnelConfig has no publicKey'],
  [
    withTunnel({ publicKey: peer.base64().slice(0, -1) }),
    /^TunnelConfig.publicKey is .*, not a WireGuard public key/,
  ],
  [
    withTunnel({ publicKey: key.base64() }),
    "TunnelConfig.publicKey is this client's own key, not the cloudlet's",
  ],
  [withTunnel({ endpoint: undefined }), 'TunnelConfig has no endpoint'],
  [withTunnel({ endpoint: '192.0.2.1' }), 'TunnelConfig.endpoint is "192.0.2.1", not an endpoint, host:port'],
  [withTunnel({ endpoint: '192.0.2.1:0' }), /^TunnelConfig.endpoint is/],
  [withTunnel({ endpoint: ['192.0.2.1:1'] }), 'TunnelConfig.endpoint is a list, not a text'],
  [withTunnel({ address: undefined }), 'TunnelConfig has no address'],
  [withTunnel({ address: '10.5.0.2' }), 'TunnelConfig.address is a string, not a list'],
  [withTunnel({ address: [] }), /^TunnelConfig.address is an empty list/],
  [withTunnel({ address: [7] }), 'TunnelConfig.address is a number, not a text'],
  [
    withTunnel({ address: ['10.5.0.2/33'] }),
    'TunnelConfig.address is "10.5.0.2/33", not an IP address or network',
  ],
  [withTunnel({ address: ['fe80::1%eth0'] }), /^TunnelConfig.address is "fe80::1%eth0"/],
  [withTunnel({ allowedIPs: undefined }), 'TunnelConfig has no allowedIPs'],
  [withTunnel({ allowedIPs: [] }), /^TunnelConfig.allowedIPs is an empty list/],
  [
    withTunnel({ allowedIPs: ['0.0.0.0/0', ''] }),
    'TunnelConfig.allowedIPs[1] is "", not an IP address or network',
  ],
  [withTunnel({ dns: undefined }), 'TunnelConfig has no dns'],
  [withTunnel({ dns: 'cluster.local' }), 'TunnelConfig.dns is a string, not a list'],
  [withTunnel({ dns: [''] }), /^TunnelConfig.dns is "", not the address of a name server, or a domain$/],
  [withTunnel({ dns: ['a b'] }), /^TunnelConfig.dns is "a b"/],
  [withTunnel({ dns: ['a\nnameserver 6.6.6.6'] }), /^TunnelConfig.dns is "a\\nnameserver 6.6.6.6"/],
  [withTunnel({ dns: ['a\roptions'] }), /^TunnelConfig.dns is/],
  [withTunnel({ dns: ['10.96.0.10 a'] }), /^TunnelConfig.dns is/],
  [withTunnel({ dns: ['10.96.0.256'] }), /^TunnelConfig.dns is "10.96.0.256"/],
  [withTunnel({ dns: ['10.96.0.10/32'] }), /^TunnelConfig.dns is/],
  [withTunnel({ dns: ['fe80::1%eth0'] }), /^TunnelConfig.dns is/],
  [withTunnel({ dns: ['10.96.0.10', 'cluster.local', '-x'] }), /^TunnelConfig.dns\[2\] is "-x"/],
]
for (const [deployment, message] of wrong) {
  test(`refused: ${String(message)}`, () => {
    assert.throws(() => read(deployment), { message })
  })
}

test('inherited properties are no fields', () => {
  assert.throws(() => read(Object.create(whole)), { message: 'it has no UUID' })
})

import assert from 'node:assert/strict'
import { release } from 'node:os'
import { test } from 'node:test'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { needs } from '../needs.js'
import { refusal } from '../netns/networks.js'
import { everyAttribute } from '../wireguard-change.js'
import { filesOf, newPublicKey, wireguardNeeds, wireguardNetwork } from './wireguard-links.js'

test('a new link has nothing set', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, network } = await wireguardNetwork(t)
  const { index } = await network.links.get('wg0')
  const nothing = {
    index,
    name: 'wg0',
    userspace: false,
    privateKey: undefined,
    publicKey: undefined,
    listenPort: 0,
    fwmark: 0,
    peers: [],
  }
  assert.deepEqual(await wireguard.get('wg0', { privateKey: true }), nothing)
  assert.deepEqual(await wireguard.get(index), nothing)
  assert.deepEqual(await wireguard.get(await network.links.get('wg0')), nothing)
})

test('every attribute that is set is what wg shows', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, dump } = await wireguardNetwork(t)
  const privateKey = PrivateKey.generate()
  const presharedKey = PresharedKey.generate()
  const [a, b] = [newPublicKey(), newPublicKey()]
  await wireguard.update('wg0', everyAttribute(privateKey, presharedKey, [a, b]))
  const [link, ...peers] = dump()
  assert.deepEqual(link, [privateKey.base64(), privateKey.publicKey().base64(), '51820', '0xfffffffe'])
  const sorted = peers.map((fields) => fields.with(3, (fields[3] ?? '').split(',').sort().join()))
  assert.deepEqual(sorted, [
    [
      a.base64(),
      presharedKey.base64(),
      '192.0.2.1:65535',
      '0.0.0.0/0,10.0.0.0/8,::/0,fd00::1/128',
      '0',
      '0',
      '0',
      '65535',
    ],
    [b.base64(), '(none)', '[2001:db8::1]:1', '(none)', '0', '0', '0', 'off'],
  ])
})

test('every attribute that wg sets is read', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, wg } = await wireguardNetwork(t)
  const privateKey = PrivateKey.generate()
  const presharedKey = PresharedKey.generate()
  const [a, b] = [newPublicKey(), newPublicKey()]
  const [keyFile = '', pskFile = ''] = await filesOf(t, privateKey.base64(), presharedKey.base64())
  wg('set', 'wg0', 'private-key', keyFile, 'listen-port', '4000', 'fwmark', '0xdeadbeef')
  wg('set', 'wg0', 'peer', a.base64(), 'preshared-key', pskFile, 'endpoint', '[2001:db8::5]:65535')
  wg('set', 'wg0', 'peer', a.base64(), 'persistent-keepalive', '65535', 'allowed-ips', '10.1.2.3/16,::/0')
  wg('set', 'wg0', 'peer', b.base64(), 'endpoint', '192.0.2.7:1')

  const device = await wireguard.get('wg0', { privateKey: true })
  assert.ok(device.privateKey?.equals(privateKey))
  assert.ok(device.publicKey?.equals(privateKey.publicKey()))
  assert.equal(device.listenPort, 4000)
  assert.equal(device.fwmark, 0xdeadbeef)
  const [first, second] = device.peers
  assert.ok(first && second)
  assert.ok(first.publicKey.equals(a))
  assert.ok(first.presharedKey?.equals(presharedKey))
  assert.deepEqual(first.endpoint, { kind: 'v6', host: '2001:db8::5', port: 65535 })
  assert.equal(first.persistentKeepalive, 65535)
  assert.deepEqual(
    new Set(first.allowedIps.map(({ address, prefixLength }) => `${address}/${prefixLength}`)),
    new Set(['10.1.0.0/16', '::/0']),
  )
  assert.deepEqual([first.lastHandshake, first.receivedBytes, first.sentBytes], [undefined, 0n, 0n])
  assert.equal(first.protocolVersion, 1)
  assert.ok(second.publicKey.equals(b))
  assert.deepEqual(second.endpoint, { kind: 'v4', host: '192.0.2.7', port: 1 })
  assert.deepEqual([second.presharedKey, second.persistentKeepalive], [undefined, undefined])
  assert.deepEqual(second.allowedIps, [])

  const without = await wireguard.get('wg0')
  assert.equal(without.privateKey, undefined)
  assert.ok(without.publicKey?.equals(privateKey.publicKey()))
  assert.equal(without.peers[0]?.presharedKey, undefined)
})

test('absent leaves as it is, null clears', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, dump } = await wireguardNetwork(t)
  const publicKey = newPublicKey()
  await wireguard.update('wg0', {
    privateKey: PrivateKey.generate(),
    listenPort: 4000,
    fwmark: 7,
    peers: [
      {
        publicKey,
        presharedKey: PresharedKey.generate(),
        endpoint: '192.0.2.1:1',
        persistentKeepalive: 25,
        allowedIps: ['10.0.0.0/8'],
      },
    ],
  })
  const before = dump()
  await wireguard.update('wg0', { peers: [{ publicKey }] })
  await wireguard.update('wg0', {})
  assert.deepEqual(dump(), before)
  await wireguard.update('wg0', {
    privateKey: null,
    listenPort: null,
    fwmark: null,
    peers: [{ publicKey, presharedKey: null, persistentKeepalive: null, allowedIps: null }],
  })
  assert.deepEqual(dump(), [
    ['(none)', '(none)', '0', 'off'],
    [publicKey.base64(), '(none)', '192.0.2.1:1', '(none)', '0', '0', '0', 'off'],
  ])
})

test('peers are added, changed only where they are, and removed', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, wg } = await wireguardNetwork(t)
  const [a, b, c] = [newPublicKey(), newPublicKey(), newPublicKey()]
  const peers = () => wg('show', 'wg0', 'peers').trim()
  await wireguard.update('wg0', { peers: [{ publicKey: a }, { publicKey: b }] })
  await wireguard.update('wg0', {
    peers: [
      { publicKey: a, onlyIfPresent: true, persistentKeepalive: 5 },
      { publicKey: c, onlyIfPresent: true, persistentKeepalive: 5 },
      { publicKey: b, remove: true },
      { publicKey: c, remove: true },
    ],
  })
  assert.equal(peers(), a.base64())
  assert.equal(wg('show', 'wg0', 'persistent-keepalive').trim(), `${a.base64()}\t5`)
  await wireguard.removePeer('wg0', c)
  await wireguard.removePeer('wg0', a)
  assert.equal(peers(), '')
})

test('allowed IPs are replaced, added and moved', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, wg } = await wireguardNetwork(t)
  const [a, b] = [newPublicKey(), newPublicKey()]
  const allowedIps = () =>
    wg('show', 'wg0', 'allowed-ips')
      .trim()
      .split('\n')
      .map((line) => (line.split('\t')[1] ?? '').split(' ').sort().join())
  await wireguard.update('wg0', { peers: [{ publicKey: a, allowedIps: ['10.0.0.0/8', '10.1.0.0/16'] }] })
  await wireguard.update('wg0', { peers: [{ publicKey: a, addAllowedIps: ['10.2.0.0/16'] }] })
  assert.deepEqual(allowedIps(), ['10.0.0.0/8,10.1.0.0/16,10.2.0.0/16'])
  await wireguard.update('wg0', { peers: [{ publicKey: b, allowedIps: ['10.2.0.0/16'] }] })
  assert.deepEqual(allowedIps(), ['10.0.0.0/8,10.1.0.0/16', '10.2.0.0/16'])
  await wireguard.update('wg0', { peers: [{ publicKey: a, allowedIps: ['10.3.0.0/16'] }] })
  assert.deepEqual(allowedIps(), ['10.3.0.0/16', '10.2.0.0/16'])

  const removal = wireguard.update('wg0', { peers: [{ publicKey: a, removeAllowedIps: ['10.3.0.0/16'] }] })
  if (release().localeCompare('6.16', 'en', { numeric: true }) >= 0) {
    await removal
    assert.deepEqual(allowedIps(), ['(none)', '10.2.0.0/16'])
  } else {
    const error = await refusal(removal)
    assert.equal(error.code, 'EINVAL')
    assert.match(error.message, /this kernel cannot remove single allowed IPs/)
    assert.deepEqual(allowedIps(), ['10.3.0.0/16', '10.2.0.0/16'])
  }
})

test('a scope is an index or a name of the namespace', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, network, wg } = await wireguardNetwork(t)
  const other = await network.links.create({ name: 'other', kind: 'dummy' })
  const [a, b] = [newPublicKey(), newPublicKey()]
  await wireguard.update('wg0', {
    peers: [
      { publicKey: a, endpoint: '[fe80::1%other]:9' },
      { publicKey: b, endpoint: `[fe80::2%${other.index}]:9` },
    ],
  })
  assert.deepEqual(wg('show', 'wg0', 'endpoints').trim().split('\n'), [
    `${a.base64()}\t[fe80::1%other]:9`,
    `${b.base64()}\t[fe80::2%other]:9`,
  ])
  const { peers } = await wireguard.get('wg0')
  const scope = String(other.index)
  assert.deepEqual(peers[0]?.endpoint, { kind: 'v6', host: 'fe80::1', port: 9, scope })
  // What was read can be written again.
  await wireguard.replace('wg0', { peers })
  assert.deepEqual((await wireguard.get('wg0')).peers, peers)
  const unknown = await refusal(
    wireguard.update('wg0', { peers: [{ publicKey: a, endpoint: '[fe80::1%nope]:9' }] }),
  )
  assert.equal(unknown.code, 'ENODEV')
})

test('an endpoint’s name is resolved', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard } = await wireguardNetwork(t)
  const publicKey = newPublicKey()
  await wireguard.replace('wg0', { peers: [{ publicKey, endpoint: 'localhost:9' }] })
  const { peers } = await wireguard.get('wg0')
  assert.match(peers[0]?.endpoint?.host ?? '', /^(127\.0\.0\.1|::1)$/)
  const error = await refusal(wireguard.update('wg0', { peers: [{ publicKey, endpoint: 'name.invalid:9' }] }))
  assert.equal(error.code, 'ERR_ENDPOINT_NAME')
  assert.equal(error.operation, 'wireguard.update')
})

test('replace leaves nothing of what was', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, dump } = await wireguardNetwork(t)
  const [a, b] = [newPublicKey(), newPublicKey()]
  await wireguard.replace('wg0', {
    privateKey: PrivateKey.generate(),
    listenPort: 4000,
    fwmark: 7,
    peers: [
      { publicKey: a, presharedKey: PresharedKey.generate(), allowedIps: ['10.0.0.0/8'] },
      { publicKey: b },
    ],
  })
  const privateKey = PrivateKey.generate()
  await wireguard.replace('wg0', { privateKey, peers: [{ publicKey: a, allowedIps: ['10.1.0.0/16'] }] })
  assert.deepEqual(dump(), [
    [privateKey.base64(), privateKey.publicKey().base64(), '4000', 'off'],
    [a.base64(), '(none)', '(none)', '10.1.0.0/16', '0', '0', '0', 'off'],
  ])
  await wireguard.replace('wg0', {})
  assert.deepEqual(dump(), [['(none)', '(none)', '4000', 'off']])
})

test('refusals say what is wrong', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, network } = await wireguardNetwork(t)
  const missing = await refusal(wireguard.get('nope'))
  assert.equal(missing.code, 'ENODEV')
  assert.equal(missing.message, 'cannot read the WireGuard link nope: there is no such link')
  const other = await refusal(wireguard.update('lo', {}))
  assert.equal(other.code, 'EOPNOTSUPP')
  assert.equal(other.message, 'cannot configure the WireGuard link lo: it is no WireGuard link')
  assert.equal(other.outcome, 'not-applied')
  // Only where the link is up does it have a socket.
  await network.links.create({ name: 'wg1', kind: 'wireguard', up: true })
  const { listenPort } = await wireguard.get('wg1')
  await network.links.set('wg0', { up: true })
  const taken = await refusal(wireguard.update('wg0', { listenPort }))
  assert.equal(taken.code, 'EADDRINUSE')
  assert.match(taken.message, /its UDP port is taken$/)
  assert.equal(taken.outcome, 'not-applied')
  const version = 2 as 1
  const unsupported = await refusal(
    wireguard.update('wg0', { peers: [{ publicKey: newPublicKey(), protocolVersion: version }] }),
  )
  assert.equal(unsupported.code, 'EPFNOSUPPORT')
})

test('all WireGuard links are listed, and no others', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, network } = await wireguardNetwork(t)
  await network.links.create({ name: 'b', kind: 'bridge' })
  await network.links.create({ name: 'wg1', kind: 'wireguard' })
  const privateKey = PrivateKey.generate()
  await wireguard.update('wg1', { privateKey })
  const devices = await wireguard.list({ privateKey: true })
  assert.deepEqual(
    devices.map(({ name }) => name),
    ['wg0', 'wg1'],
  )
  assert.ok(devices[1]?.privateKey?.equals(privateKey))
})

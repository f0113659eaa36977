/** Userspace interfaces over their sockets: wireguard-go on one end, wg(8) beside us on the other. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import type { OperationError } from '#dist/errors/operation-error.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { uapiDirectory } from '../uapi-directory.js'
import { everyAttribute } from '../wireguard-change.js'
import { inChild } from './child.js'
import { refusal } from './networks.js'
import { end, userspaceNetwork, wireguardGoNeeds } from './wireguard-go.js'

const newPublicKey = () => PrivateKey.generate().publicKey()

test('a userspace interface that nothing was set on', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { wireguard, network, dump } = await userspaceNetwork(t, 'wg0')
  const [, , listenPort] = dump('wg0')[0] ?? []
  const { index } = await network.links.get('wg0')
  const nothing = {
    index,
    name: 'wg0',
    userspace: true,
    privateKey: undefined,
    publicKey: undefined,
    listenPort: Number(listenPort),
    fwmark: 0,
    peers: [],
  }
  assert.deepEqual(await wireguard.get('wg0', { privateKey: true }), nothing)
  assert.deepEqual(await wireguard.get(index), nothing)
  assert.deepEqual(await wireguard.list(), [nothing])
})

test('what is set is what wg shows', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { wireguard, dump } = await userspaceNetwork(t, 'wg0')
  const privateKey = PrivateKey.generate()
  const presharedKey = PresharedKey.generate()
  const [a, b] = [newPublicKey(), newPublicKey()]
  await wireguard.update('wg0', everyAttribute(privateKey, presharedKey, [a, b]))
  const [own = [], ...peers] = dump('wg0')
  assert.deepEqual(own, [privateKey.base64(), privateKey.publicKey().base64(), '51820', '0xfffffffe'])
  const expected = [
    [a.base64(), presharedKey.base64(), '192.0.2.1:65535', '0.0.0.0/0,10.0.0.0/8,::/0,fd00::1/128', '65535'],
    [b.base64(), '(none)', '[2001:db8::1]:1', '(none)', 'off'],
  ].sort(([x = ''], [y = '']) => (x < y ? -1 : 1))
  const told = peers.map(([key, psk, endpoint, ips = '', , , , keepalive] = []) => [
    key,
    psk,
    endpoint,
    ips.split(',').sort().join(),
    keepalive,
  ])
  assert.deepEqual(told, expected)

  await wireguard.update('wg0', {
    privateKey: null,
    fwmark: null,
    peers: [{ publicKey: a, presharedKey: null, persistentKeepalive: null, allowedIps: null }],
  })
  const [cleared, ...left] = dump('wg0')
  assert.deepEqual([cleared?.[0], cleared?.[3]], ['(none)', 'off'])
  const peer = left.find(([key] = []) => key === a.base64())
  assert.deepEqual([peer?.[1], peer?.[3], peer?.[7]], ['(none)', '(none)', 'off'])
})

test('what wg sets is what is read, secrets only where they are asked for', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { wireguard, wg, directory } = await userspaceNetwork(t, 'wg0')
  const privateKey = PrivateKey.generate()
  const presharedKey = PresharedKey.generate()
  const publicKey = newPublicKey()
  for (const [name, key] of [
    ['key', privateKey],
    ['psk', presharedKey],
  ] as const)
    writeFileSync(join(directory, name), key.base64())
  wg('set', 'wg0', 'private-key', '/run/wireguard/key', 'listen-port', '4000', 'fwmark', '0xdeadbeef')
  const of = ['peer', publicKey.base64(), 'preshared-key', '/run/wireguard/psk']
  wg('set', 'wg0', ...of, 'endpoint', '[fe80::5%lo]:65535', 'persistent-keepalive', '25')
  wg('set', 'wg0', 'peer', publicKey.base64(), 'allowed-ips', '10.1.0.0/16,::/0')

  const device = await wireguard.get('wg0', { privateKey: true })
  assert.equal(device.privateKey?.base64(), privateKey.base64())
  assert.equal(device.publicKey?.base64(), privateKey.publicKey().base64())
  assert.deepEqual([device.listenPort, device.fwmark], [4000, 0xdeadbeef])
  const [peer] = device.peers
  assert.equal(peer?.presharedKey?.base64(), presharedKey.base64())
  assert.deepEqual(peer?.endpoint, { host: 'fe80::5', port: 65535, kind: 'v6', scope: '1' })
  assert.equal(peer?.persistentKeepalive, 25)
  assert.deepEqual(peer?.allowedIps.map(({ address, prefixLength }) => `${address}/${prefixLength}`).sort(), [
    '10.1.0.0/16',
    '::/0',
  ])
  const [plain] = await wireguard.list()
  assert.equal(plain?.privateKey, undefined)
  assert.equal(plain?.publicKey?.base64(), privateKey.publicKey().base64())
  assert.equal(plain?.peers[0]?.presharedKey, undefined)
})

test('replace, synchronise and removePeer', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { wireguard, dump } = await userspaceNetwork(t, 'wg0')
  const [a, b] = [newPublicKey(), newPublicKey()]
  const presharedKey = PresharedKey.generate()
  const privateKey = PrivateKey.generate()
  await wireguard.replace('wg0', {
    privateKey,
    peers: [
      { publicKey: a, presharedKey, persistentKeepalive: 5, allowedIps: ['10.0.0.1/32', '10.0.0.3/32'] },
      { publicKey: b, allowedIps: ['10.0.0.2/32'] },
    ],
  })
  assert.equal(dump('wg0').length, 3)
  await wireguard.synchronise('wg0', { privateKey, peers: [{ publicKey: a, allowedIps: ['10.0.0.1/32'] }] })
  const [, peer, ...others] = dump('wg0')
  assert.deepEqual([peer?.[0], peer?.[1], peer?.[3], peer?.[7]], [a.base64(), '(none)', '10.0.0.1/32', 'off'])
  assert.equal(others.length, 0)
  await wireguard.update('wg0', {
    peers: [
      { publicKey: b, onlyIfPresent: true, persistentKeepalive: 1 },
      { publicKey: a, addAllowedIps: ['10.9.0.0/16'], removeAllowedIps: ['10.0.0.1/32'] },
    ],
  })
  assert.deepEqual(
    dump('wg0')
      .slice(1)
      .map((fields = []) => fields[3]),
    ['10.9.0.0/16'],
  )
  await wireguard.removePeer('wg0', a)
  assert.equal(dump('wg0').length, 1)
})

test('a refusal has the errno that wg tells of, and no key', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { wireguard, wg, network } = await userspaceNetwork(t, 'wg0', 'wg1')
  await network.links.set('wg0', { up: true })
  await network.links.set('wg1', { up: true })
  wg('set', 'wg0', 'listen-port', '4001')
  const privateKey = PrivateKey.generate()
  const error = await refusal(wireguard.update('wg1', { privateKey, listenPort: 4001 }))
  assert.equal(error.code, 'EADDRINUSE')
  assert.equal(error.outcome, 'unknown')
  assert.equal(error.message, 'cannot configure the WireGuard link wg1: its UDP port is taken')
  const told = inspect(error, { depth: 9 })
  assert.ok(!told.includes(privateKey.hex()) && !told.includes(privateKey.base64()))
})

test('a stale socket is passed over, and stays', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { wireguard, wg, interfaces, directory, run } = await userspaceNetwork(t, 'wg0', 'wg1')
  writeFileSync(join(directory, 'file.sock'), '')
  writeFileSync(join(directory, '.sock'), '')
  const names = async () => (await wireguard.list()).map(({ name }) => name)
  assert.deepEqual(await names(), ['wg0', 'wg1'])
  for (const { process: process_ } of interfaces.slice(0, 1)) await end(process_)
  assert.deepEqual(await names(), ['wg1'])
  assert.match(run('ls', '/run/wireguard'), /wg0\.sock/)
  assert.equal(wg('show', 'interfaces').trim(), 'wg1')
  const { code } = await refusal(wireguard.get('wg0'))
  assert.ok(['ENODEV', 'ENOENT'].includes(code), code)
})

test('by itself only the caller’s own network looks into /var/run/wireguard', (t) => {
  if (!needs(t, 'addon', 'unshare')) return
  inChild('own-sockets.js', 'unshare', '--user', '--map-root-user', '--net', '--mount')
})

test('whoever does not answer is left by abort and by close', async (t) => {
  if (!needs(t, 'addon')) return
  const { network, connected } = await silentInterface(t)
  const controller = new AbortController()
  const update = refusal(network.wireguard.update('wg0', { fwmark: 1 }, { signal: controller.signal }))
  await connected()
  controller.abort()
  assert.deepEqual(pick(await update), ['ERR_ABORTED', 'unknown'])
  const get = refusal(network.wireguard.get('wg0'))
  await connected()
  await network.close()
  assert.deepEqual(pick(await get), ['ERR_CLOSED', 'not-applied'])
})

const answers = {
  'no errno': ['fwmark=1\n\n', 'EBADMSG'],
  'no key=value': ['nonsense\n\n', 'EBADMSG'],
  'half a key': ['private_key=00ff\nerrno=0\n\n', 'EBADMSG'],
  'an end before the answer': ['fwmark=1\n', 'ECONNRESET'],
  'an errno': ['errno=-71\n\n', 'EPROTO'],
  'a positive errno': ['errno=71\n\n', 'EPROTO'],
  'an errno that nobody knows': ['errno=-4000\n\n', 'EBADMSG'],
} as const

for (const [what, [answer, code]] of Object.entries(answers)) {
  test(`an answer with ${what}`, async (t) => {
    if (!needs(t, 'addon')) return
    const { network } = await silentInterface(t, answer)
    assert.equal((await refusal(network.wireguard.get('wg0'))).code, code)
  })
}

test('one that cannot be read keeps nobody from the others, and is told', async (t) => {
  if (!needs(t, 'addon')) return
  const { network, listen } = await silentInterface(t, 'nonsense\n\n')
  await listen('wg1', 'listen_port=7\nerrno=0\n\n')
  await listen('wg2', 'errno=-13\n\n')
  const told: string[] = []
  const onUnreadable = ({ subject, code, operation }: OperationError) =>
    void told.push(`${subject} ${code} ${operation}`)
  const listed = async () => (await network.wireguard.list({ onUnreadable })).map(({ name }) => name)
  assert.deepEqual(await listed(), ['wg1'])
  assert.deepEqual(told, ['wg0 EBADMSG wireguard.list', 'wg2 EACCES wireguard.list'])
  assert.deepEqual(
    (await network.wireguard.list()).map(({ listenPort }) => listenPort),
    [7],
  )
  assert.deepEqual(await network.wireguard.names(), ['wg0', 'wg1', 'wg2'])
  assert.equal((await refusal(network.wireguard.list({ signal: AbortSignal.abort() }))).code, 'ERR_ABORTED')
})

test('one whose socket is closed to this user is passed over, and named', async (t) => {
  if (!needs(t, 'addon', 'ordinary user')) return
  const { network, directory } = await silentInterface(t, 'errno=0\n\n')
  chmodSync(join(directory, 'wg0.sock'), 0)
  const told: string[] = []
  assert.deepEqual(await network.wireguard.list({ onUnreadable: ({ code }) => void told.push(code) }), [])
  assert.deepEqual(told, ['EACCES'])
  assert.deepEqual(await network.wireguard.names(), ['wg0'])
})

function pick({ code, outcome }: { code: string; outcome: string }) {
  return [code, outcome]
}

/** The own network, with a directory in which somebody listens as wg0 who says this one thing to everybody, or nothing. */
async function silentInterface(t: TestContext, answer?: string) {
  const { directory, listen } = uapiDirectory(t)
  const server = await listen('wg0', answer)
  const network = await Network.open({ wireguardSockets: directory })
  t.after(() => network.close())
  return { network, directory, listen, connected: () => once(server, 'asked') }
}

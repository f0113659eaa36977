/** What configuration files say. What wg(8) itself makes of the same texts: test/kernel/configuration.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfiguration } from '#dist/configuration/parse.js'
import { plain } from '../plain-configuration.js'

const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'))

test('the example of wg(8)', () => {
  const configuration = parseConfiguration(`
[Interface]
PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=
ListenPort = 51820

[Peer]
PublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=
Endpoint = 192.95.5.67:1234
AllowedIPs = 10.192.122.3/32, 10.192.124.1/24

[Peer]
PublicKey = TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=
Endpoint = [2607:5300:60:6b0::c05f:543]:2468
AllowedIPs = 10.192.122.4/32, 192.168.0.0/16

[Peer]
PublicKey = gN65BkIKy1eCE9pP1wdc8ROUtkHLF2PfAqYdyYBz6EA=
Endpoint = test.wireguard.com:18981
AllowedIPs = 10.10.10.230/32
`)
  const prefix = (address: string, prefixLength = 32) => ({ version: 4, address, prefixLength })
  assert.deepEqual(plain(configuration), {
    privateKey: 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=',
    listenPort: 51820,
    peers: [
      {
        publicKey: 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=',
        endpoint: { kind: 'v4', host: '192.95.5.67', port: 1234 },
        allowedIps: [prefix('10.192.122.3'), prefix('10.192.124.1', 24)],
      },
      {
        publicKey: 'TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=',
        endpoint: { kind: 'v6', host: '2607:5300:60:6b0::c05f:543', port: 2468 },
        allowedIps: [prefix('10.192.122.4'), prefix('192.168.0.0', 16)],
      },
      {
        publicKey: 'gN65BkIKy1eCE9pP1wdc8ROUtkHLF2PfAqYdyYBz6EA=',
        endpoint: { kind: 'name', host: 'test.wireguard.com', port: 18981 },
        allowedIps: [prefix('10.10.10.230')],
      },
    ],
  })
})

test('nothing said is nothing set; off and 0 are said', () => {
  assert.deepEqual(plain(parseConfiguration('')), { peers: [] })
  const zeros = 'ListenPort = 0\nFwMark = off\n[Peer]\nPersistentKeepalive = off\n'
  assert.deepEqual(plain(parseConfiguration(`[Interface]\n${zeros}PublicKey = ${one}`)), {
    listenPort: 0,
    fwmark: 0,
    peers: [{ publicKey: one, persistentKeepalive: 0, allowedIps: [] }],
  })
})

test('case, white space and comments do not matter', () => {
  const text = `# first\n[ INTER\tface ] # c\r\nfw Mark\t=\v0x 1f#5\r\n\n[peer]\nPUBLICKEY=${one}\nallowedips = ::/0 ,10.0.0.1\n`
  assert.deepEqual(plain(parseConfiguration(text)), {
    fwmark: 31,
    peers: [
      {
        publicKey: one,
        allowedIps: [
          { version: 6, address: '::', prefixLength: 0 },
          { version: 4, address: '10.0.0.1', prefixLength: 32 },
        ],
      },
    ],
  })
})

test('the last line of a key counts; AllowedIPs and sections of the interface add up', () => {
  const text = `[Interface]\nListenPort=1\n[Peer]\nPublicKey=${two}\nAllowedIPs=::/0\nAllowedIPs=10.0.0.0/8\nPublicKey=${one}
[Interface]\nFwMark=5\nListenPort=2`
  const { peers, ...own } = parseConfiguration(text)
  assert.deepEqual(own, { listenPort: 2, fwmark: 5 })
  assert.deepEqual(
    peers.map(({ publicKey, allowedIps }) => [publicKey.base64(), allowedIps.length]),
    [[one, 2]],
  )
})

test('a peer that is written twice is one, as the kernel has it in the end', () => {
  const peer = (key: string | undefined, ...lines: readonly string[]) =>
    ['[Peer]', `PublicKey=${key}`, ...lines, ''].join('\n')
  const text =
    peer(one, 'AllowedIPs=10.0.0.0/8,10.1.0.0/16', 'Endpoint=192.0.2.1:5', 'PersistentKeepalive=5') +
    peer(two, 'AllowedIPs=10.0.0.0/8,fd00::/8') +
    peer(one, 'AllowedIPs=10.9.9.9/8', 'PersistentKeepalive=off')
  assert.deepEqual(plain(parseConfiguration(text)).peers, [
    {
      publicKey: one,
      allowedIps: [{ version: 4, address: '10.9.9.9', prefixLength: 8 }],
      endpoint: { kind: 'v4', host: '192.0.2.1', port: 5 },
      persistentKeepalive: 0,
    },
    { publicKey: two, allowedIps: [{ version: 6, address: 'fd00::', prefixLength: 8 }] },
  ])
})

const endpoints: Record<string, readonly [host: string, kind: string, scope?: string]> = {
  '192.0.2.1:5': ['192.0.2.1', 'v4'],
  '[192.0.2.1]:5': ['192.0.2.1', 'v4'],
  '127.1:5': ['127.0.0.1', 'v4'],
  '0x7f000001:5': ['127.0.0.1', 'v4'],
  '0300.0.02.1:5': ['192.0.2.1', 'v4'],
  '4294967295:+05': ['255.255.255.255', 'v4'],
  '[2001:DB8::1]:5': ['2001:db8::1', 'v6'],
  '2001:db8::1:5': ['2001:db8::1', 'v6'],
  '[fe80::1%eth0]:5': ['fe80::1', 'v6', 'eth0'],
  'fe80::1%2:5': ['fe80::1', 'v6', '2'],
  '[fe80::1%0]:5': ['fe80::1', 'v6'],
  '[2001:db8::1%3]:5': ['2001:db8::1', 'v6', '3'],
  'Name.example:5': ['Name.example', 'name'],
  '[name.example.]:5': ['name.example.', 'name'],
}
for (const [text, [host, kind, scope]] of Object.entries(endpoints)) {
  test(`the endpoint ${text}`, () => {
    const { peers } = parseConfiguration(`[Peer]\nPublicKey=${one}\nEndpoint=${text}`)
    const expected = { host, port: 5, kind }
    assert.deepEqual(peers[0]?.endpoint, scope === undefined ? expected : { ...expected, scope })
  })
}

test('what wg-quick(8) takes for itself', () => {
  const text = `[Interface]
Address = 10.0.0.1/24,fd00::1 , 10.0.1.1
ADDRESS=192.0.2.1/31
DNS = 10.0.0.53, corp.example 2001:DB8::53
dns = local
MTU = 0x500
Table = 0100
SaveConfig = True
PreUp = first "a,  b" = %i # comment
PostUp = second
PreUp =\tthird;fourth
PostDown = last
PrivateKey = ${two}
[Peer]
PublicKey = ${one}`
  const configuration = parseConfiguration(text, { quick: true })
  assert.deepEqual(plain(configuration), {
    addresses: [
      { version: 4, address: '10.0.0.1', prefixLength: 24 },
      { version: 6, address: 'fd00::1', prefixLength: 128 },
      { version: 4, address: '10.0.1.1', prefixLength: 32 },
      { version: 4, address: '192.0.2.1', prefixLength: 31 },
    ],
    dns: { servers: ['10.0.0.53', '2001:db8::53'], search: ['corp.example', 'local'] },
    mtu: 1280,
    table: 64,
    saveConfig: true,
    preUp: ['first "a,  b" = %i', 'third;fourth'],
    postUp: ['second'],
    preDown: [],
    postDown: ['last'],
    privateKey: two,
    peers: [{ publicKey: one, allowedIps: [] }],
  })
})

test('what wg-quick(8) has without a word, and takes back by an empty one', () => {
  const nothing = { addresses: [], preUp: [], postUp: [], preDown: [], postDown: [], peers: [] }
  assert.deepEqual(parseConfiguration('', { quick: true }), nothing)
  const text = '[Interface]\nMTU=1400\nMTU=\nTable=off\nTable=\nDNS=\nAddress=,\nTable=main'
  assert.deepEqual(parseConfiguration(text, { quick: true }), { ...nothing, table: 'main' })
})

test('what neither tool knows is passed over on request', () => {
  const text = `[Interface]\nFwMark=1\nJunkPacketCount = 4\n[Foo]\nanything\n[Peer]\nPublicKey=${one}\nColour = red`
  const configuration = parseConfiguration(text, { allowUnknown: true })
  assert.deepEqual(plain(configuration), { fwmark: 1, peers: [{ publicKey: one, allowedIps: [] }] })
  assert.throws(() => parseConfiguration(text), { position: { line: 3, column: 1 } })
})

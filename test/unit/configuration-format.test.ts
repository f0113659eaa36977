import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConfigurationPeer, QuickConfiguration } from '#dist/configuration/configuration.js'
import { formatConfiguration, type PrintableConfiguration } from '#dist/configuration/format.js'
import { parseConfiguration } from '#dist/configuration/parse.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'
import { plain } from '../plain-configuration.js'
import { RandomConfigurations } from '../random-configurations.js'

const publicKey = new PublicKey(Buffer.alloc(32, 1))

test('it is printed as by wg showconf, with the settings of wg-quick before', () => {
  const configuration = parseConfiguration(
    `[Peer]\nPersistentKeepalive=7\nAllowedIPs=fd00::/8,10.0.0.0/8\nPublicKey=${publicKey}\nEndpoint=[fe80::1%lo]:5
[Interface]\nPostUp=x y\nPreUp=b\nPreUp=a\nAddress=10.0.0.1/8,fd00::1/8\nFwMark=255\nSaveConfig=true\nDNS=1.1.1.1\nTable=5`,
    { quick: true },
  )
  assert.equal(
    formatConfiguration(configuration),
    `[Interface]
Address = 10.0.0.1/8
Address = fd00::1/8
DNS = 1.1.1.1
Table = 5
SaveConfig = true
PreUp = b
PreUp = a
PostUp = x y
FwMark = 0xff

[Peer]
PublicKey = ${publicKey}
AllowedIPs = fd00::/8, 10.0.0.0/8
Endpoint = [fe80::1%lo]:5
PersistentKeepalive = 7
`,
  )
})

test('any configuration, printed and read, is itself again', () => {
  const configurations = new RandomConfigurations(1)
  for (let count = 0; count < 500; count++) {
    const configuration: QuickConfiguration = configurations.next()
    const text = formatConfiguration(configuration)
    assert.deepEqual(plain(parseConfiguration(text, { quick: true })), plain(configuration), text)
    assert.equal(formatConfiguration(parseConfiguration(text, { quick: true })), text)
  }
})

const unprintable: Record<string, Partial<PrintableConfiguration>> = {
  'a command of two lines': { postUp: ['true\n[Peer]'] },
  'a command with a comment': { postUp: ['true # comment'] },
  'a command with white space around': { preUp: [' true'] },
  'a command with a NUL byte': { preUp: ['tr\0ue'] },
  'a port out of its range': { listenPort: 65536 },
  'a port that is none': { listenPort: Number.NaN },
  'half a mark': { fwmark: 0.5 },
  'a negative mark': { fwmark: -1 },
  'no bytes': { mtu: 0 },
  'a table of two words': { table: 'a b' },
  'a table that is another number': { table: '0x10' },
  'a search domain of two lines': { dns: { servers: [], search: ['a\nb'] } },
  'a search domain among the servers': { dns: { servers: ['example.org'], search: ['a'] } },
  'a server among the search domains': { dns: { servers: [], search: ['1.2.3.4', 'a'] } },
  'an address that is none': { addresses: [{ version: 4, address: '1.2.3', prefixLength: 8 }] },
  'a network without address': {
    addresses: [{ version: 4, address: '1.2.3.4/8, 5.6.7.8', prefixLength: 8 }],
  },
  'a public key as a private one': { privateKey: publicKey as unknown as PrivateKey },
  'a peer twice': {
    peers: [
      { publicKey, allowedIps: [] },
      { publicKey, allowedIps: [] },
    ],
  },
  ...Object.fromEntries(
    Object.entries({
      'an endpoint without port': { endpoint: { host: '192.0.2.1', kind: 'v4', port: 0 } },
      'an endpoint of two lines': { endpoint: { host: 'a\nPresharedKey=', kind: 'name', port: 5 } },
      'an endpoint with a comment': { endpoint: { host: 'a:5#', kind: 'name', port: 5 } },
      'too slow a keepalive': { persistentKeepalive: 65536 },
      'a network too small': { allowedIps: [{ version: 4, address: '1.2.3.4', prefixLength: 33 }] },
      'a network written otherwise': { allowedIps: [{ version: 6, address: '::0', prefixLength: 0 }] },
    } satisfies Record<string, Partial<ConfigurationPeer>>).map(([name, part]) => [
      name,
      { peers: [{ publicKey, allowedIps: [], ...part }] },
    ]),
  ),
}
for (const [name, part] of Object.entries(unprintable)) {
  test(`it is not printed: ${name}`, () => {
    assert.throws(() => formatConfiguration({ peers: [], ...part }), {
      code: 'ERR_INVALID_ARGUMENT',
      operation: 'configuration.format',
    })
  })
}

test('what cannot be printed is not shown', () => {
  const secret = 'curl -H "token: hunter2" # x'
  assert.throws(
    () => formatConfiguration({ peers: [], postUp: [secret] }),
    (error: Error) => !error.message.includes('hunter2') && error.message.includes('PostUp'),
  )
})

test('addresses print as by wg, also those that end like IPv4', () => {
  const text = `[Interface]\n\n[Peer]\nPublicKey = ${publicKey}\nAllowedIPs = ::1.2.3.4/128, ::0.1.0.0/128, ::1/128, ::ffff:1.2.3.4/128\nEndpoint = [::1.2.3.4]:5\n`
  assert.equal(formatConfiguration(parseConfiguration(text)), text)
})

test('a zero key is kept as it is written', () => {
  const text = `[Interface]\nPrivateKey = ${'A'.repeat(43)}=\n\n`
  assert.ok(parseConfiguration(text).privateKey instanceof PrivateKey)
  assert.equal(formatConfiguration(parseConfiguration(text)), text)
})

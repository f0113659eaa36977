/** What sinfonia-wg prints of interfaces, of every field. test/kernel compares it with wg(8) as far as a kernel can be made to say it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agoText, bytesText, durationText } from '#dist/commands/sinfonia-wg/amount-text.js'
import { Palette } from '#dist/commands/sinfonia-wg/palette.js'
import { fieldText } from '#dist/commands/sinfonia-wg/show-field.js'
import { jsonText } from '#dist/commands/sinfonia-wg/show-json.js'
import { prettyText } from '#dist/commands/sinfonia-wg/show-pretty.js'
import { configurationText } from '#dist/commands/sinfonia-wg/showconf.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'
import type { WireGuardDevice, WireGuardPeer } from '#dist/wireguard/device.js'

const plain = new Palette(false)
const bytes = (value: number) => new Uint8Array(32).fill(value)
const [one, two, three] = [1, 2, 3].map((value) => new PublicKey(bytes(value))) as [
  PublicKey,
  PublicKey,
  PublicKey,
]
const privateKey = new PrivateKey(bytes(8))
const presharedKey = new PresharedKey(bytes(9))

const silent: WireGuardPeer = {
  publicKey: one,
  presharedKey: undefined,
  endpoint: undefined,
  persistentKeepalive: undefined,
  lastHandshake: undefined,
  receivedBytes: 0n,
  sentBytes: 0n,
  allowedIps: [],
  protocolVersion: 1,
}
const busy: WireGuardPeer = {
  ...silent,
  publicKey: two,
  presharedKey,
  endpoint: { host: '::102:304', port: 5, kind: 'v6' },
  persistentKeepalive: 3661,
  lastHandshake: new Date(1_600_000_000_999),
  receivedBytes: 1n << 63n,
  sentBytes: 1n,
  allowedIps: [
    { version: 4, address: '10.0.0.0', prefixLength: 8 },
    { version: 6, address: 'fe80::', prefixLength: 10 },
  ],
}
const later: WireGuardPeer = { ...silent, publicKey: three, lastHandshake: new Date(1_600_000_001_000) }
const empty = { index: 3, name: 'wg1', userspace: false, listenPort: 0, fwmark: 0, peers: [] }
const nothing: WireGuardDevice = { ...empty, privateKey: undefined, publicKey: undefined }
const device: WireGuardDevice = {
  ...empty,
  name: 'wg0',
  privateKey,
  publicKey: privateKey.publicKey(),
  listenPort: 51820,
  fwmark: 0x1f,
  peers: [silent, busy, later],
}

test('durations are told in the largest units, of 365 days', () => {
  const cases: [number, string][] = [
    [0, ''],
    [1, '1 second'],
    [59, '59 seconds'],
    [60, '1 minute'],
    [65, '1 minute, 5 seconds'],
    [3600, '1 hour'],
    [7325, '2 hours, 2 minutes, 5 seconds'],
    [86_400, '1 day'],
    [31_536_000, '1 year'],
    [2 * 31_536_000 + 86_400 + 1, '2 years, 1 day, 1 second'],
  ]
  for (const [seconds, text] of cases) assert.equal(durationText(seconds, plain), text)
})

test('how long ago something was', () => {
  assert.equal(agoText(100, 100, plain), 'Now')
  assert.equal(agoText(35, 100, plain), '1 minute, 5 seconds ago')
  assert.match(agoText(101, 100, plain), /^\(System clock wound backward; .*\)$/)
  assert.equal(agoText(99, 100, new Palette(true)), '1 \x1b[36msecond\x1b[0m ago')
})

test('sizes have two decimals, rounded to the even one at a half', () => {
  const cases: [bigint, string][] = [
    [0n, '0 B'],
    [1023n, '1023 B'],
    [1024n, '1.00 KiB'],
    [1152n, '1.12 KiB'],
    [1408n, '1.38 KiB'],
    [1664n, '1.62 KiB'],
    [1029n, '1.00 KiB'],
    [1030n, '1.01 KiB'],
    [(1n << 20n) - 1n, '1024.00 KiB'],
    [1n << 20n, '1.00 MiB'],
    [(5n << 30n) / 4n, '1.25 GiB'],
    [1n << 40n, '1.00 TiB'],
    [(1n << 64n) - 1n, '16777216.00 TiB'],
  ]
  for (const [size, text] of cases) assert.equal(bytesText(size, plain), text, `${size}`)
})

test('an interface for people: the last handshake first, keys hidden, nothing of what there is not', () => {
  const text = prettyText(device, plain)
  const ago = / {2}latest handshake: \d+ years?.* ago\n/g
  assert.equal(
    text.replace(ago, ''),
    `interface: wg0
  public key: ${privateKey.publicKey().base64()}
  private key: (hidden)
  listening port: 51820
  fwmark: 0x1f

peer: ${three.base64()}
  allowed ips: (none)

peer: ${two.base64()}
  preshared key: (hidden)
  endpoint: [::1.2.3.4]:5
  allowed ips: 10.0.0.0/8, fe80::/10
  transfer: 8388608.00 TiB received, 1 B sent
  persistent keepalive: every 1 hour, 1 minute, 1 second

peer: ${one.base64()}
  allowed ips: (none)
`,
  )
  assert.equal(text.match(ago)?.length, 2)
  assert.equal(prettyText(nothing, plain), 'interface: wg1\n')
})

test('in colours it is the same text', () => {
  const text = prettyText(device, new Palette(true))
  assert.ok(
    text.startsWith(
      '\x1b[0m\x1b[32m\x1b[1minterface\x1b[0m: \x1b[32mwg0\x1b[0m\n  \x1b[1mpublic key\x1b[0m: ',
    ),
  )
  assert.ok(text.includes('10.0.0.0\x1b[36m/\x1b[0m8, fe80::\x1b[36m/\x1b[0m10\n'))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away.
  assert.equal(text.replace(/\x1b\[\d+m/g, ''), prettyText(device, plain))
})

test('fields for programs', () => {
  const key = privateKey.base64()
  const publicKey = privateKey.publicKey().base64()
  const [a, b, c] = [one.base64(), two.base64(), three.base64()]
  const cases = {
    'public-key': `${publicKey}\n`,
    'private-key': `${key}\n`,
    'listen-port': '51820\n',
    fwmark: '0x1f\n',
    peers: `${a}\n${b}\n${c}\n`,
    'preshared-keys': `${a}\t(none)\n${b}\t${presharedKey.base64()}\n${c}\t(none)\n`,
    endpoints: `${a}\t(none)\n${b}\t[::1.2.3.4]:5\n${c}\t(none)\n`,
    'allowed-ips': `${a}\t(none)\n${b}\t10.0.0.0/8 fe80::/10\n${c}\t(none)\n`,
    'latest-handshakes': `${a}\t0\n${b}\t1600000000\n${c}\t1600000001\n`,
    transfer: `${a}\t0\t0\n${b}\t9223372036854775808\t1\n${c}\t0\t0\n`,
    'persistent-keepalive': `${a}\toff\n${b}\t3661\n${c}\toff\n`,
    dump: `${key}\t${publicKey}\t51820\t0x1f
${a}\t(none)\t(none)\t(none)\t0\t0\t0\toff
${b}\t${presharedKey.base64()}\t[::1.2.3.4]:5\t10.0.0.0/8,fe80::/10\t1600000000\t9223372036854775808\t1\t3661
${c}\t(none)\t(none)\t(none)\t1600000001\t0\t0\toff
`,
  } as const
  for (const [name, text] of Object.entries(cases)) {
    const field = name as keyof typeof cases
    assert.equal(fieldText(device, field, false), text, name)
    assert.equal(fieldText(device, field, true), text.replace(/^(?=.)/gm, 'wg0\t'), name)
  }
  assert.equal(fieldText(nothing, 'dump', false), '(none)\t(none)\t0\toff\n')
})

test('JSON has the names of wg-json, hides keys, and leaves out what there is not', () => {
  const { wg0, wg1 } = JSON.parse(jsonText([device, nothing]))
  assert.deepEqual(wg1, { peers: {} })
  const { peers, ...own } = wg0
  assert.deepEqual(own, {
    privateKey: '(hidden)',
    publicKey: privateKey.publicKey().base64(),
    listenPort: 51820,
    fwmark: 31,
  })
  assert.deepEqual(peers[one.base64()], { allowedIps: [] })
  assert.deepEqual(peers[two.base64()], {
    presharedKey: '(hidden)',
    endpoint: '[::1.2.3.4]:5',
    latestHandshake: 1_600_000_000,
    transferRx: 2 ** 63,
    transferTx: 1,
    persistentKeepalive: 3661,
    allowedIps: ['10.0.0.0/8', 'fe80::/10'],
  })
  assert.deepEqual(JSON.parse(jsonText([])), {})
})

test('WG_HIDE_KEYS=never shows keys, to people and in JSON', (t) => {
  process.env['WG_HIDE_KEYS'] = 'never'
  t.after(() => delete process.env['WG_HIDE_KEYS'])
  for (const text of [prettyText(device, plain), jsonText([device])]) {
    assert.ok(text.includes(privateKey.base64()))
    assert.ok(text.includes(presharedKey.base64()))
  }
})

test('a configuration file of it, also of what no file could set', () => {
  const odd = { ...busy, endpoint: { host: '192.0.2.1', port: 0, kind: 'v4' } as const }
  assert.equal(
    configurationText({ ...device, peers: [silent, odd] }),
    `[Interface]
ListenPort = 51820
FwMark = 0x1f
PrivateKey = ${privateKey.base64()}

[Peer]
PublicKey = ${one.base64()}

[Peer]
PublicKey = ${two.base64()}
PresharedKey = ${presharedKey.base64()}
AllowedIPs = 10.0.0.0/8, fe80::/10
Endpoint = 192.0.2.1:0
PersistentKeepalive = 3661
`,
  )
  assert.equal(configurationText(nothing), '[Interface]\n\n')
})

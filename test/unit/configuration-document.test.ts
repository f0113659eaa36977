import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { parseEndpoint } from '#dist/address/endpoint.js'
import { parsePrefix } from '#dist/address/prefix.js'
import type { QuickConfiguration } from '#dist/configuration/configuration.js'
import { ConfigurationDocument } from '#dist/configuration/document.js'
import { formatConfiguration } from '#dist/configuration/format.js'
import { isOperationError } from '#dist/errors/operation-error.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'
import { ConfigurationTexts } from '../kernel/configuration-texts.js'
import { plain } from '../plain-configuration.js'
import { RandomConfigurations } from '../random-configurations.js'
import { RandomNumbers } from '../random-numbers.js'

const [one, two, three] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [
  string,
  string,
  string,
]
const text = `# home
[Interface]  # of the laptop
PrivateKey=${three}   # secret
Jc = 4
Address = 10.0.0.2/24 # first
Address = fd00::2/64 # second
 post up =  x
PostUp =  ip rule add   # rule
ListenPort\t=\t51820 # fixed

# the server
# in the cellar
[peer]
publickey = ${one}
AllowedIPs = 10.0.0.0/24 # LAN
AllowedIPs = 10.1.0.0/16 # office
Endpoint = home.example:51820

[Foo]
anything goes
Colour = red

# the phone
[Peer]
PublicKey = ${two}
AllowedIPs = 10.0.0.3
`
const options = { quick: true, allowUnknown: true } as const
const document = ConfigurationDocument.parse(text, options)
const { configuration } = document

/** What changes by lines: those that go with -, those that come with +. */
function changes(changed: ConfigurationDocument, original = text): string[] {
  const [before, after] = [original, changed.text()].map((all) => all.split('\n')) as [string[], string[]]
  const gone = before.filter((line) => !after.includes(line)).map((line) => `-${line}`)
  return [...gone, ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`)]
}

test('a document is its text, to the byte', () => {
  for (const same of [text, '', '\n', '[Interface]', text.replaceAll('\n', '\r\n'), '# only \t comment ']) {
    assert.equal(ConfigurationDocument.parse(same, options).text(), same)
  }
  assert.equal(document.with(configuration).text(), text)
})

test('comments and unknown keys are kept, and told on request', () => {
  assert.deepEqual(
    document.comments.slice(0, 4).map(({ line, text }) => [line, text]),
    [
      [1, 'home'],
      [2, 'of the laptop'],
      [3, 'secret'],
      [5, 'first'],
    ],
  )
  assert.deepEqual(
    document.unknown.map(({ line, section, key, value }) => [line, section, key, value]),
    [
      [4, 'Interface', 'Jc', '4'],
      [7, 'Interface', 'post up', 'x'],
      [20, 'Foo', 'anything goes', undefined],
      [21, 'Foo', 'Colour', 'red'],
    ],
  )
  assert.throws(() => ConfigurationDocument.parse(text, { quick: true }), {
    position: { line: 4, column: 1 },
  })
})

test('a value is changed where it stands', () => {
  assert.deepEqual(changes(document.with({ ...configuration, listenPort: 5 })), [
    '-ListenPort\t=\t51820 # fixed',
    '+ListenPort\t=\t5 # fixed',
  ])
  assert.deepEqual(changes(document.with({ ...configuration, listenPort: undefined })), [
    '-ListenPort\t=\t51820 # fixed',
  ])
  const privateKey = new PrivateKey(Buffer.alloc(32, 9))
  assert.deepEqual(changes(document.with({ ...configuration, privateKey })), [
    `-PrivateKey=${three}   # secret`,
    `+PrivateKey=${privateKey.base64()}   # secret`,
  ])
})

test('a new key comes last in its section', () => {
  const changed = document.with({ ...configuration, mtu: 1400, fwmark: 7 }).text()
  assert.equal(changed, text.replace('# fixed\n', '# fixed\nMTU = 1400\nFwMark = 0x7\n'))
})

test('of a list, what stays keeps its lines', () => {
  const [first, second] = configuration.addresses
  const third = parsePrefix('10.9.0.2/24')
  assert.ok(first && second)
  assert.deepEqual(changes(document.with({ ...configuration, addresses: [first, second, third] })), [
    '+Address = 10.9.0.2/24',
  ])
  assert.deepEqual(changes(document.with({ ...configuration, addresses: [first] })), [
    '-Address = fd00::2/64 # second',
  ])
  assert.deepEqual(changes(document.with({ ...configuration, addresses: [second] })), [
    '-Address = 10.0.0.2/24 # first',
    '-Address = fd00::2/64 # second',
    '+Address = fd00::2/64 # first',
  ])
  const [server, phone] = configuration.peers
  assert.ok(server && phone)
  const wider = { ...server, allowedIps: [...server.allowedIps, parsePrefix('::/0'), third] }
  const changed = document.with({ ...configuration, peers: [wider, phone] })
  assert.deepEqual(changes(changed), ['+AllowedIPs = ::/0, 10.9.0.2/24'])
  assert.ok(changed.text().includes('# office\nAllowedIPs = ::/0, 10.9.0.2/24\nEndpoint'))
})

test('a peer goes with its comments, another comes last', () => {
  const [server, phone] = configuration.peers
  assert.ok(server && phone)
  const lines = text.split('\n')
  assert.equal(
    document.with({ ...configuration, peers: [phone] }).text(),
    [...lines.slice(0, 10), ...lines.slice(18)].join('\n'),
  )
  assert.equal(
    document.with({ ...configuration, peers: [server] }).text(),
    [...lines.slice(0, 22), ''].join('\n'),
  )
  const tablet = { publicKey: new PublicKey(Buffer.alloc(32, 5)), allowedIps: [parsePrefix('10.0.0.4')] }
  const more = document.with({ ...configuration, peers: [tablet, phone, server] })
  const section = `[Peer]\nPublicKey = ${tablet.publicKey}\nAllowedIPs = 10.0.0.4/32\n`
  assert.equal(more.text(), `${text}\n${section}`)
  const bare = ConfigurationDocument.parse('[Interface]\r\nFwMark=1')
  assert.equal(
    bare.with({ ...bare.configuration, peers: [tablet] }).text(),
    `[Interface]\nFwMark=1\n\n${section}`.replaceAll('\n', '\r\n'),
  )
})

test('a document without an interface gets one', () => {
  const bare = ConfigurationDocument.parse('# empty\n', { quick: true })
  const changed = bare.with({ ...bare.configuration, listenPort: 5, postUp: ['a', 'b'] })
  assert.equal(changed.text(), '[Interface]\nPostUp = a\nPostUp = b\nListenPort = 5\n\n# empty\n')
})

test('what wg-quick would not find below an interface gets one that it knows', () => {
  const loose = ConfigurationDocument.parse('[ Interface ]\nFwMark = 1\n', { quick: true })
  const changed = loose.with({ ...loose.configuration, fwmark: 2, mtu: 1400 })
  assert.equal(changed.text(), '[Interface]\nMTU = 1400\n\n[ Interface ]\nFwMark = 0x2\n')
})

test('a peer that is written twice is written anew where it changes', () => {
  const twice = ConfigurationDocument.parse(
    `[Peer]\nPublicKey=${one}\nAllowedIPs=::/0\n[Peer]\nPublicKey=${two}\n[Peer]\nPublicKey=${one}\nAllowedIPs=10.0.0.0/8\n`,
  )
  const peers = twice.configuration.peers.map((peer) => ({ ...peer, endpoint: parseEndpoint('192.0.2.1:5') }))
  assert.deepEqual(plain(twice.with({ peers }).configuration).peers, plain({ peers }).peers)
  const more = peers.map((peer) => ({ ...peer, allowedIps: [...peer.allowedIps, parsePrefix('::/0')] }))
  assert.deepEqual(plain(twice.with({ peers: more }).configuration).peers, plain({ peers: more }).peers)
})

test('any document can say any configuration, and be its own text where it says it', () => {
  const random = new RandomNumbers(3)
  const texts = new ConfigurationTexts(4)
  const configurations = new RandomConfigurations(5)
  let count = 0
  while (count < 200) {
    const found = parsed(texts.text())
    if (found === undefined) continue
    count++
    const told = found.text()
    assert.equal(found.with(found.configuration).text(), told)
    const other = configurations.next()
    const peers = [...found.configuration.peers, ...other.peers].filter(() => random.once(2))
    const own = random.once(2) ? found.configuration : other
    const wanted = { ...own, peers } as QuickConfiguration
    const changed = found.with(wanted)
    assert.deepEqual(sorted(changed.configuration), sorted(wanted), told)
    const again = parsed(changed.text())
    assert.deepEqual(sorted(again?.configuration), sorted(wanted), told)
    assert.equal(changed.with(wanted).text(), changed.text())
  }
})

function parsed(any: string): ConfigurationDocument<QuickConfiguration> | undefined {
  try {
    return ConfigurationDocument.parse(any, { quick: true })
  } catch (error) {
    if (isOperationError(error)) return undefined
    throw error
  }
}

function sorted(any: QuickConfiguration | undefined): string[] {
  return any ? formatConfiguration(any).split('\n\n').sort() : []
}

test('what no file can hold is refused', () => {
  assert.throws(() => document.with({ ...configuration, postUp: ['a\nb'] }), { code: 'ERR_INVALID_ARGUMENT' })
  assert.throws(() => ConfigurationDocument.parse(7 as unknown as string), { code: 'ERR_INVALID_ARGUMENT' })
})

test('inspection and JSON show no key, not of comments and unknown keys either', () => {
  const leaky = ConfigurationDocument.parse(
    `[Interface]\nPrivateKey = ${three}\n#PrivateKey = ${three}\nPrivatKey = ${three}\n${three}\n`,
    { allowUnknown: true, file: 'wg0.conf' },
  )
  const depth = { depth: 9 }
  for (const shown of [leaky, leaky.comments, leaky.unknown, { leaky }]) {
    for (const all of [inspect(shown, depth), `${JSON.stringify(shown)}`, String(shown)]) {
      assert.ok(!all.includes(three.slice(0, 20)), all)
    }
  }
  assert.equal(inspect(leaky), 'ConfigurationDocument wg0.conf [6 lines, redacted]')
  assert.equal(leaky.comments[0]?.text, `PrivateKey = ${three}`)
})

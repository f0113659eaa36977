import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { ConfigurationOptions } from '#dist/configuration/configuration.js'
import { parseConfiguration } from '#dist/configuration/parse.js'
import { OperationError } from '#dist/errors/operation-error.js'

const key = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk='
const peer = `[Peer]\nPublicKey = ${key}\n`

function refusal(text: string, options?: ConfigurationOptions): OperationError {
  try {
    parseConfiguration(text, options)
  } catch (error) {
    assert.ok(error instanceof OperationError, inspect(error))
    return error
  }
  assert.fail(`it is taken: ${JSON.stringify(text)}`)
}

test('an error says file, line, column, and what was expected', () => {
  const error = refusal('# port\n[Interface]\n  ListenPort = 70000\n', { file: 'wg0.conf' })
  assert.equal(error.message, 'wg0.conf:3:16: expected a port from 0 to 65535, found "70000"')
  assert.equal(error.code, 'ERR_CONFIGURATION')
  assert.equal(error.operation, 'configuration.parse')
  assert.equal(error.subject, 'wg0.conf')
  assert.deepEqual(error.position, { line: 3, column: 16 })
  assert.equal(error.outcome, 'not-applied')
})

/** Text, and the place and the words of the error. */
const refused: readonly (readonly [text: string, message: RegExp, options?: ConfigurationOptions])[] = [
  ['FwMark = 1', /^1:1: expected \[Interface\] or \[Peer\] first, found "FwMark=1"$/],
  ['\n  [Interfaces]', /^2:3: expected \[Interface\] or \[Peer\], found "\[Interfaces\]"$/],
  ['[Interface]\nfoo', /^2:1: expected KEY = VALUE, found "foo"$/],
  ['[Interface]\n fo o = 1', /^2:2: expected a key of \[Interface\] \(ListenPort, .*\), found "fo o"$/],
  ['[Interface]\nFwMark =  # none', /^2:11: expected a value of FwMark, found nothing$/],
  ['[Interface]\nFwMark = 1 x', /^2:10: expected off or a mark from 0 to .*, found "1x"$/],
  ['[Interface]\nPrivateKey = nonsense', /^2:14: expected a private key, 44 characters of base64/],
  ['[Interface]\nFwMark = 1\0', /^2:11: expected text, found a NUL byte$/],
  [`${peer}[Peer]\nEndpoint = 192.0.2.1:5\n[Interface]`, /^3:1: expected a PublicKey in this \[Peer\]/],
  [`${peer}PersistentKeepalive = 65536`, /^3:23: expected off or seconds from 0 to 65535, found "65536"$/],
  [`${peer}Endpoint = 192.0.2.1`, /^3:12: expected HOST:PORT, as in .*, found "192.0.2.1"$/],
  [`${peer}Endpoint = 192.0.2.1:0`, /^3:22: expected a port from 1 to 65535, found "0"$/],
  [`${peer}Endpoint = [::1`, /^3:12: expected a \] behind the address, found "\[::1"$/],
  [`${peer}Endpoint = [::1] 5`, /^3:18: expected :PORT behind \], as in .*, found "5"$/],
  [`${peer}Endpoint = [::g]:5`, /^3:13: expected a host: .*, found "::g"$/],
  [
    `${peer}AllowedIPs = 10.0.0.0/8, 10.0.0/8`,
    /^3:26: expected an address or network, .*, found "10.0.0\/8"$/,
  ],
  [`${peer}AllowedIPs = 10.0.0.0/8,`, /^3:25: expected an address or network, .*, found nothing$/],
  ['[Interface]\nAddress = 10.0.0.1/24 10.0.0', /^2:23: expected an address or network/, { quick: true }],
  ['[Interface]\nDNS = 10.0.0.1, 1.2', /^2:17: expected the address of a name server/, { quick: true }],
  ['[Interface]\nDNS = foo..bar', /^2:7: expected the address of a name server or a/, { quick: true }],
  ['[Interface]\nMTU = 1e3', /^2:7: expected bytes from 1 to 2147483647, found "1e3"$/, { quick: true }],
  ['[Interface]\nMTU = 0', /^2:7: expected bytes from 1/, { quick: true }],
  ['[Interface]\nTable = 4294967296', /^2:9: expected auto, off, or a routing table/, { quick: true }],
  ['[Interface]\nSaveConfig = yes', /^2:14: expected true or false, found "yes"$/, { quick: true }],
  ['[Interface]\nSaveConfig', /^2:1: expected KEY = VALUE, found "SaveConfig"$/, { quick: true }],
]
for (const [text, message, options] of refused) {
  test(`it is refused: ${JSON.stringify(text.replace(peer, '…'))}`, () => {
    assert.match(refusal(text, options).message, message)
  })
}

test('a remedy where there is one', () => {
  const remedies: readonly (readonly [text: string, remedy: RegExp, options?: ConfigurationOptions])[] = [
    ['[Interface]\nAddress = 10.0.0.1', /quick: true/],
    ['[ Interface ]\nAddress = 10.0.0.1', /without white space/, { quick: true }],
    ['[Interface]\nPublicKey = x', /below \[Peer\]/],
    ['[Peer]\nListenPort = 5', /below \[Interface\]/],
    ['\ufeff[Interface]', /byte order mark/],
    [`${peer}AllowedIPs = +10.0.0.0/8`, /newer releases/],
    ['[Interface]\nListenPort = ntp', /services/],
  ]
  for (const [text, remedy, options] of remedies)
    assert.match(refusal(text, options).remedy ?? '', remedy, text)
})

test('no error shows a key, wherever it stands', () => {
  const places: readonly (readonly [text: string, options?: ConfigurationOptions])[] = [
    [key],
    [`[${key}]`],
    [`PrivateKey = ${key}`],
    [`[Interface]\n${key}`],
    [`[Interface]\nPrivateKey ${key}`],
    [`[Interface]\nPrivateKey: ${key}`],
    [`[Interface]\nPrivatKey = ${key}`],
    [`[Interface]\nPrivateKey = ${key} ${key}`],
    [`[Interface]\nPrivateKey = "${key}"`],
    [`[Interface]\nPrivateKey = ${key.slice(0, 43)}`],
    [`[Interface]\nPrivateKey = ${Buffer.from(key, 'base64').toString('hex')}`],
    [`[Interface]\nListenPort = ${key}`],
    [`[Interface]\nFwMark = ${key}`],
    [`[Interface]\nMTU = ${key}`, { quick: true }],
    [`[Interface]\nMTU = ${key.slice(0, 20)} ${key.slice(20)}`, { quick: true }],
    [`[Interface]\nAddress = ${key}`, { quick: true }],
    [`[Interface]\nDNS = ${key}`, { quick: true }],
    [`[Interface]\nTable = ${key}`, { quick: true }],
    [`[Interface]\nSaveConfig = ${key}`, { quick: true }],
    [`[Peer]\nPrivateKey = ${key}`],
    [`[Peer]\nPresharedKey = ${key}x`],
    [`${peer}Endpoint = ${key}`],
    [`${peer}Endpoint = ${key}:5`],
    [`${peer}AllowedIPs = ${key}`],
    [`${peer}PersistentKeepalive = ${key}`],
  ]
  const hex = Buffer.from(key, 'base64').toString('hex')
  for (const [text, options] of places) {
    const shown = inspect(refusal(text, { ...options, file: 'f' }), { depth: 9, showHidden: true })
    for (const part of [key.slice(0, 12), key.slice(24, 36), hex.slice(0, 12)]) {
      assert.ok(!shown.includes(part), `${text}\n${shown}`)
    }
  }
})

test('a configuration shows its secrets to nobody who does not ask for them', () => {
  const text = `[Interface]\nPrivateKey = ${key}\n[Peer]\nPublicKey = ${Buffer.alloc(32, 7).toString('base64')}\nPresharedKey = ${key}`
  const configuration = parseConfiguration(text)
  assert.ok(!`${inspect(configuration, { depth: 9 })}${JSON.stringify(configuration)}`.includes(key))
  assert.equal(configuration.privateKey?.base64(), key)
})

test('what is no text is an argument that is refused', () => {
  assert.throws(() => parseConfiguration(Buffer.from('') as unknown as string), {
    code: 'ERR_INVALID_ARGUMENT',
  })
})

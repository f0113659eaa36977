import assert from 'node:assert/strict'
import { test } from 'node:test'
import { format, inspect } from 'node:util'
import type { Key } from '#dist/keys/key.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'

/** RFC 7748, 6.1: private and public keys of Alice and Bob. */
const vectors = [
  [
    '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
    '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
  ],
  [
    '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  ],
] as const

for (const [secret, open] of vectors) {
  test(`the public key of ${secret.slice(0, 8)}…`, () => {
    assert.equal(PrivateKey.fromHex(secret).publicKey().hex(), open)
  })
}

test('a generated private key is random and clamped', () => {
  const keys = Array.from({ length: 50 }, () => PrivateKey.generate())
  assert.equal(new Set(keys.map((key) => key.hex())).size, keys.length)
  for (const key of keys) {
    const bytes = key.bytes()
    assert.equal((bytes[0] ?? 255) & 7, 0)
    assert.equal((bytes[31] ?? 0) & 0xc0, 0x40)
  }
  const [first] = keys
  const unclamped = first?.bytes() ?? new Uint8Array(32)
  unclamped[0] = (unclamped[0] ?? 0) | 7
  assert.ok(
    new PrivateKey(unclamped).publicKey().equals(first?.publicKey()),
    'an unclamped one works as well',
  )
})

test('preshared keys are random', () => {
  assert.notEqual(PresharedKey.generate().hex(), PresharedKey.generate().hex())
})

test('each form can be read again', () => {
  for (let round = 0; round < 50; round++) {
    const key = PresharedKey.generate()
    for (const again of [
      PresharedKey.fromBase64(key.base64()),
      PresharedKey.fromBase64Url(key.base64Url()),
      PresharedKey.fromBase64Url(`${key.base64Url()}=`),
      PresharedKey.fromHex(key.hex()),
      PresharedKey.fromHex(key.hex().toUpperCase()),
      new PresharedKey(key.bytes()),
    ]) {
      assert.ok(again instanceof PresharedKey)
      assert.ok(again.equals(key))
      assert.equal(again.base64(), key.base64())
    }
  }
})

/** 32 bytes 0xfb, whose base64 has + and /, and whose last group has unused bits. */
const good = `${'+/v7'.repeat(10)}+/s=`
const wrongBase64: Record<string, unknown> = {
  empty: '',
  'too short': 'AAAA',
  'too long': `${good}AAAA`,
  'bits behind the last byte': good.replace('s=', 't='),
  'no padding': good.slice(0, -1),
  'padding twice': `${good}=`,
  'the URL-safe alphabet': good.replaceAll('+', '-').replaceAll('/', '_'),
  'a blank before': ` ${good}`,
  'a line end': `${good}\n`,
  'a blank inside': `${good.slice(0, 20)} ${good.slice(20)}`,
  'a foreign character': good.replace('v', 'ä'),
  'no text': 7,
  undefined,
}
for (const [name, text] of Object.entries(wrongBase64)) {
  test(`base64 is refused: ${name}`, () => {
    assert.equal(PublicKey.fromBase64(good).base64(), good)
    assert.throws(() => PublicKey.fromBase64(text as string), { code: 'ERR_INVALID_ARGUMENT' })
  })
}

const goodUrl = good.replaceAll('+', '-').replaceAll('/', '_')
for (const text of [
  good,
  goodUrl.replace('s=', 't='),
  `${goodUrl}=`,
  ` ${goodUrl}`,
  goodUrl.slice(1),
  '',
  null,
]) {
  test(`URL-safe base64 is refused: ${JSON.stringify(text)}`, () => {
    assert.equal(PublicKey.fromBase64Url(goodUrl).base64(), good)
    assert.throws(() => PublicKey.fromBase64Url(text as string), { code: 'ERR_INVALID_ARGUMENT' })
  })
}

for (const text of [
  '',
  'fb'.repeat(31),
  'fb'.repeat(33),
  `${'fb'.repeat(31)}fg`,
  `0x${'fb'.repeat(31)}`,
  9,
]) {
  test(`hexadecimal is refused: ${JSON.stringify(text)}`, () => {
    assert.throws(() => PublicKey.fromHex(text as string), { code: 'ERR_INVALID_ARGUMENT' })
  })
}

test('bytes are refused when they are not 32', () => {
  for (const bytes of [new Uint8Array(31), new Uint8Array(33), 'a'.repeat(32), Array(32).fill(1)]) {
    assert.throws(() => new PrivateKey(bytes as Uint8Array), {
      code: 'ERR_INVALID_ARGUMENT',
      message: 'A private key must have 32 bytes',
    })
  }
})

test('a key shares its bytes with nobody', () => {
  const bytes = PrivateKey.generate().bytes()
  const key = new PrivateKey(bytes)
  const before = key.hex()
  bytes.fill(0)
  key.bytes().fill(0)
  assert.equal(key.hex(), before)
  assert.equal(key.bytes().buffer.byteLength, 32, 'not a piece of the pool that all buffers share')
})

test('equality is by kind and bytes', () => {
  const key = PrivateKey.generate()
  assert.ok(key.equals(new PrivateKey(key.bytes())))
  assert.ok(!key.equals(PrivateKey.generate()))
  assert.ok(!key.equals(new PublicKey(key.bytes())))
  assert.ok(!key.equals(key.base64()))
  assert.ok(!key.equals(undefined))
})

test('a public key shows itself', () => {
  const key = PrivateKey.generate().publicKey()
  assert.equal(`${key}`, key.base64())
  assert.equal(JSON.stringify({ key }), `{"key":"${key.base64()}"}`)
  assert.equal(inspect(key), `PublicKey ${key.base64()}`)
})

for (const key of [PrivateKey.generate(), PresharedKey.generate()]) {
  test(`a ${key.constructor.name} is never shown by accident`, () => {
    const texts = [
      `${key}`,
      String(key),
      `${'key: '}${key}`,
      JSON.stringify(key),
      JSON.stringify({ nested: { key } }),
      inspect(key),
      inspect({ nested: [key] }, { depth: null, showHidden: true }),
      inspect(key, { customInspect: false, showHidden: true, getters: true }),
      format('%s %o %O %j', key, key, key, key),
      JSON.stringify(Object.entries(key)),
      JSON.stringify(structuredClone({ ...key })),
      messageOf(() => assert.equal(key, 1)),
    ]
    for (const text of texts) assert.ok(!shows(text, key), text)
    assert.match(inspect(key), /redacted/)
  })
}

test('an error about a secret does not show it', () => {
  const key = PrivateKey.generate()
  for (const attempt of [
    () => PrivateKey.fromBase64(`${key.base64()} `),
    () => PrivateKey.fromBase64Url(`${key.base64Url()}==`),
    () => PrivateKey.fromHex(`${key.hex()}0`),
    () => PublicKey.fromBase64(`${key.base64()}=`),
  ]) {
    assert.ok(!shows(messageOf(attempt), key))
  }
})

function messageOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    return inspect(error, { depth: null, showHidden: true })
  }
  assert.fail('nothing was thrown')
}

function shows(text: string, key: Key): boolean {
  const bytes = [...key.bytes()]
  const forms = [key.base64(), key.base64Url(), key.hex(), bytes.join(','), bytes.join(', ')]
  return forms.some((form) => text.includes(form.slice(0, 12)))
}

// The keys' own base64 and hexadecimal digits, beside Buffer's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { readHex, writeHex } from '#dist/uapi/hexadecimal.js'

const bytesOf = (value: (at: number) => number) =>
  Buffer.from(Array.from({ length: 32 }, (_, at) => value(at) & 0xff))

/** Every byte at every place once, then some at random. */
function* samples(): Generator<Buffer> {
  for (let value = 0; value < 256; value++) yield bytesOf((at) => value + at * 37)
  for (const value of [0, 0xff, 0x55, 0xaa]) yield Buffer.alloc(32, value)
  for (let count = 0; count < 2000; count++) yield bytesOf(() => Math.floor(Math.random() * 256))
}

test('keys are written and read as Buffer does', () => {
  for (const bytes of samples()) {
    const key = new PresharedKey(bytes)
    assert.equal(key.base64(), bytes.toString('base64'))
    assert.equal(key.base64Url(), bytes.toString('base64url'))
    assert.equal(key.hex(), bytes.toString('hex'))
    for (const read of [
      PresharedKey.fromBase64(key.base64()),
      PresharedKey.fromBase64Url(key.base64Url()),
      PresharedKey.fromBase64Url(`${key.base64Url()}=`),
      PresharedKey.fromHex(key.hex()),
      PresharedKey.fromHex(key.hex().toUpperCase()),
    ])
      assert.deepEqual(Buffer.from(read.bytes()), bytes)
    const digits = Buffer.alloc(64)
    writeHex(bytes, digits, 0)
    assert.equal(digits.toString(), key.hex())
    assert.deepEqual(readHex(digits, 32), new Uint8Array(bytes))
  }
})

const alphabets = {
  fromBase64: /^[A-Za-z0-9+/]$/,
  fromBase64Url: /^[A-Za-z0-9_-]$/,
  fromHex: /^[0-9A-Fa-f]$/,
} as const

test('no character passes for another, wherever it stands', () => {
  const characters = [...Array.from({ length: 0x180 }, (_, code) => code), 0x2b00, 0xff21, 0xffff]
  const texts = { fromBase64: `${'A'.repeat(43)}=`, fromBase64Url: 'A'.repeat(43), fromHex: '0'.repeat(64) }
  for (const [name, alphabet] of Object.entries(alphabets) as [keyof typeof alphabets, RegExp][]) {
    const text = texts[name]
    for (const place of [0, 1, 2, 3, 20, 41]) {
      for (const code of characters) {
        const character = String.fromCharCode(code)
        const changed = text.slice(0, place) + character + text.slice(place + 1)
        assert.equal(
          isRead(() => PresharedKey[name](changed)),
          alphabet.test(character),
          `${name} ${code}`,
        )
      }
    }
  }
})

test('texts of another length or padding, or with bits behind the last byte, are none', () => {
  const key = PresharedKey.generate()
  const [base64, url, hex] = [key.base64(), key.base64Url(), key.hex()]
  const wrong = {
    fromBase64: ['', '=', base64.slice(1), url, `${base64}=`, `${base64} `, ` ${base64}`, `A${base64}`],
    fromBase64Url: ['', url.slice(1), `${url}==`, `${url}A`, `A${url}`, `${url}\n`],
    fromHex: ['', hex.slice(1), `${hex}0`, `0x${hex}`, `${hex}\n`],
  }
  for (const [name, texts] of Object.entries(wrong) as [keyof typeof wrong, string[]][]) {
    for (const text of texts)
      assert.equal(
        isRead(() => PresharedKey[name](text)),
        false,
        `${name} ${text}`,
      )
  }
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  for (const [value, digit] of [...digits].entries()) {
    const text = `${'A'.repeat(42)}${digit}=`
    assert.equal(
      isRead(() => PresharedKey.fromBase64(text)),
      value % 4 === 0,
      text,
    )
  }
})

function isRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (!isOperationError(error)) throw error
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT')
    return false
  }
}

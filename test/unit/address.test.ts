import assert from 'node:assert/strict'
import { isIPv6 } from 'node:net'
import { test } from 'node:test'
import {
  addressFromBytes,
  addressFromNumber,
  addressToBytes,
  addressToNumber,
  formatAddress,
  parseAddress,
} from '#dist/address/address.js'
import { formatPrefix, parsePrefix, prefixAddress, prefixContains, prefixSize } from '#dist/address/prefix.js'
import { OperationError } from '#dist/errors/operation-error.js'

/** RFC 5952, 4 and 5, and what else can be written in two ways. */
const canonical: Record<string, string> = {
  '10.0.0.1': '10.0.0.1',
  '255.255.255.255': '255.255.255.255',
  '::': '::',
  '0:0:0:0:0:0:0:0': '::',
  '::1': '::1',
  '1::': '1::',
  '2001:0db8::0001': '2001:db8::1',
  '2001:DB8::ABCD': '2001:db8::abcd',
  '2001:db8:0:0:0:0:2:1': '2001:db8::2:1',
  '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
  '2001:db8::1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
  '2001:0:0:1:0:0:0:1': '2001:0:0:1::1',
  '2001:db8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
  '0:0:1:2:3:4:5:6': '::1:2:3:4:5:6',
  '1:2:3:4:5:6:0:0': '1:2:3:4:5:6::',
  '::ffff:192.0.2.1': '::ffff:192.0.2.1',
  '::FFFF:c000:201': '::ffff:192.0.2.1',
  '64:ff9b::192.0.2.33': '64:ff9b::c000:221',
  '::1.2.3.4': '::102:304',
}
for (const [text, expected] of Object.entries(canonical)) {
  test(`the address ${text}`, () => {
    const parsed = parseAddress(text)
    assert.deepEqual(parsed, { version: text.includes(':') ? 6 : 4, address: expected })
    assert.deepEqual(parseAddress(formatAddress(parsed)), parsed)
    assert.equal(addressFromBytes(addressToBytes(text)), expected)
    assert.equal(addressFromNumber(parsed.version, addressToNumber(text)), expected)
  })
}

test('a scope is kept', () => {
  const parsed = parseAddress('FE80::1%eth0')
  assert.deepEqual(parsed, { version: 6, address: 'fe80::1', scope: 'eth0' })
  assert.equal(formatAddress(parsed), 'fe80::1%eth0')
  assert.deepEqual(parseAddress('fe80::1%2').scope, '2')
})

test('bytes are in network byte order', () => {
  assert.deepEqual([...addressToBytes('10.5.86.233')], [10, 5, 86, 233])
  assert.deepEqual([...addressToBytes('2001:db8::ff00:42')].slice(0, 4), [0x20, 0x01, 0x0d, 0xb8])
  assert.deepEqual([...addressToBytes('2001:db8::ff00:42')].slice(12), [0xff, 0, 0, 0x42])
})

test('any sixteen bytes can be printed and read again', () => {
  for (let seed = 1; seed < 500; seed++) {
    const bytes = Uint8Array.from({ length: 16 }, (_, at) =>
      (seed * (at + 7)) % 5 > 1 ? 0 : (seed * at) & 255,
    )
    const text = addressFromBytes(bytes)
    assert.ok(isIPv6(text), text)
    assert.deepEqual(addressToBytes(text), bytes, text)
  }
})

const badAddresses = [
  '',
  ' ',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '0x7f.0.0.1',
  '1.2.3.4 ',
  '1.2.3.4\n',
  '1.2.3.4/32',
  '1.2.3.4%eth0',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '12345::',
  'g::',
  '[::1]',
  '::1%',
  '::1%a b',
  'localhost',
  undefined,
  null,
  1,
  ['1.2.3.4'],
]
for (const text of badAddresses) {
  test(`no address: ${JSON.stringify(text)}`, () => {
    rejects(() => parseAddress(text as string), 'address.parse')
    rejects(() => parsePrefix(text === '1.2.3.4/32' ? '1.2.3.4/32/32' : (text as string)), 'prefix.parse')
  })
}

test('bytes and numbers that are no address are refused', () => {
  rejects(() => addressFromBytes(new Uint8Array(5)), 'address.print')
  rejects(() => addressFromNumber(4, 1n << 32n), 'address.print')
  rejects(() => addressFromNumber(6, 1n << 128n), 'address.print')
  rejects(() => addressFromNumber(4, -1n), 'address.print')
})

const prefixes: readonly [text: string, kept: string, masked: string][] = [
  ['10.5.86.233', '10.5.86.233/32', '10.5.86.233/32'],
  ['10.5.86.233/32', '10.5.86.233/32', '10.5.86.233/32'],
  ['10.5.86.233/16', '10.5.86.233/16', '10.5.0.0/16'],
  ['10.5.86.233/17', '10.5.86.233/17', '10.5.0.0/17'],
  ['10.5.186.233/17', '10.5.186.233/17', '10.5.128.0/17'],
  ['1.2.3.4/0', '1.2.3.4/0', '0.0.0.0/0'],
  ['fd00::1', 'fd00::1/128', 'fd00::1/128'],
  ['FD00:0::1/64', 'fd00::1/64', 'fd00::/64'],
  ['fd00::ffff/127', 'fd00::ffff/127', 'fd00::fffe/127'],
  ['fd00::1/0', 'fd00::1/0', '::/0'],
]
for (const [text, kept, masked] of prefixes) {
  test(`the prefix ${text}`, () => {
    assert.equal(formatPrefix(parsePrefix(text)), kept)
    assert.equal(formatPrefix(parsePrefix(text, { maskHostBits: true })), masked)
  })
}

const badPrefixes = [
  '/',
  '10.0.0.0/',
  '10.0.0.0/33',
  'fd00::/129',
  '10.0.0.0/-1',
  '10.0.0.0/08',
  '10.0.0.0/1e1',
  '10.0.0.0/255.255.0.0',
  '10.0.0.0/8/8',
  '10.0.0.0 /8',
  'fe80::1%eth0/64',
  'fe80::/64%eth0',
  'nonsense',
  'nonsense/8',
]
for (const text of badPrefixes) {
  test(`no prefix: ${JSON.stringify(text)}`, () => rejects(() => parsePrefix(text), 'prefix.parse'))
}

test('the addresses of a prefix can be counted through', () => {
  const range = parsePrefix('10.5.86.233/16')
  assert.equal(prefixSize(range), 65536n)
  assert.equal(prefixAddress(range, 0n), '10.5.0.0')
  assert.equal(prefixAddress(range, 256n), '10.5.1.0')
  assert.equal(prefixAddress(range, 65535n), '10.5.255.255')
  rejects(() => prefixAddress(range, 65536n), 'prefix.address')
  rejects(() => prefixAddress(range, -1n), 'prefix.address')
  const large = parsePrefix('fd00::/64')
  assert.equal(prefixSize(large), 1n << 64n)
  assert.equal(prefixAddress(large, 0x1_0000n), 'fd00::1:0')
  assert.equal(prefixAddress(large, (1n << 64n) - 1n), 'fd00::ffff:ffff:ffff:ffff')
  assert.equal(prefixSize(parsePrefix('::/0')), 1n << 128n)
  assert.equal(prefixAddress(parsePrefix('0.0.0.0/0'), (1n << 32n) - 1n), '255.255.255.255')
})

test('a prefix contains addresses and smaller prefixes of its version', () => {
  const contains = (prefix: string, other: string) =>
    prefixContains(parsePrefix(prefix), other.includes('/') ? parsePrefix(other) : parseAddress(other))
  assert.ok(contains('10.5.0.0/16', '10.5.255.255'))
  assert.ok(contains('10.5.9.9/16', '10.5.0.1'), 'host bits do not count')
  assert.ok(!contains('10.5.0.0/16', '10.6.0.0'))
  assert.ok(contains('10.5.0.0/16', '10.5.128.0/17'))
  assert.ok(contains('10.5.0.0/16', '10.5.0.0/16'))
  assert.ok(!contains('10.5.0.0/16', '10.5.0.0/15'))
  assert.ok(contains('0.0.0.0/0', '255.255.255.255'))
  assert.ok(contains('fd00::/64', 'fd00::ffff:0:0:1'))
  assert.ok(!contains('fd00::/64', 'fd00:0:0:1::'))
  assert.ok(!contains('::/0', '10.0.0.1'))
  assert.ok(!contains('0.0.0.0/0', '::1'))
})

test('what an error shows is on one line, and cut', () => {
  assert.throws(
    () => parseAddress(`x\n${'y'.repeat(5000)}`),
    (error) => {
      assert.ok(error instanceof OperationError)
      assert.ok(error.message.length < 120)
      assert.ok(!error.message.includes('\n'))
      return true
    },
  )
})

function rejects(attempt: () => unknown, operation: string): void {
  assert.throws(attempt, (error) => {
    assert.ok(error instanceof OperationError, String(error))
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT')
    assert.equal(error.operation, operation)
    return true
  })
}

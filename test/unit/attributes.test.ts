/** Netlink attributes by name: what is written, what is read, what is refused. */
import assert from 'node:assert/strict'
import { endianness } from 'node:os'
import { test } from 'node:test'
import { AttributeSet } from '#dist/generic/attribute-set.js'
import { attributeTypes } from '#dist/generic/attribute-type.js'
import { decodeAttributes, encodeAttributes } from '#dist/netlink/raw-attributes.js'

const { array, be16, be32, binary, flag, list, s16, s32, s64, s8, text, u16, u32, u64, u8 } = attributeTypes
const inner = new AttributeSet({ name: [1, text], value: [2, u32] })
const set = new AttributeSet({
  u8: [1, u8],
  u16: [2, u16],
  u32: [3, u32],
  u64: [4, u64],
  s8: [5, s8],
  s16: [6, s16],
  s32: [7, s32],
  s64: [8, s64],
  be16: [9, be16],
  be32: [10, be32],
  text: [11, text],
  binary: [12, binary],
  flag: [13, flag],
  nested: [14, inner.nested()],
  list: [15, list(inner.nested())],
  array: [16, array(u16)],
})
type Values = Parameters<typeof set.write>[0]

const samples: readonly Values[] = [
  {},
  { u8: 0, u16: 0, u32: 0, u64: 0n, s8: -128, s16: -32768, s32: -(2 ** 31), s64: -(2n ** 63n) },
  {
    u8: 255,
    u16: 65535,
    u32: 2 ** 32 - 1,
    u64: 2n ** 64n - 1n,
    s8: 127,
    s16: -1,
    s32: 2 ** 31 - 1,
    s64: -1n,
  },
  { be16: 0x0102, be32: 0xfffefdfc },
  { text: '', binary: new Uint8Array(), flag: true, nested: {}, array: [] },
  { text: 'ä', binary: Uint8Array.of(0, 255), nested: { name: 'x', value: 7 }, array: [1, 65535] },
  { list: [{ name: 'a' }, { value: 1 }, {}] },
]

test('what is written is read again', () => {
  for (const values of samples) {
    const bytes = encodeAttributes(set.write(values), 'test')
    assert.equal(bytes.length % 4, 0)
    const read = set.read(decodeAttributes(bytes))
    assert.deepEqual({ ...read, ...(read.binary && { binary: new Uint8Array(read.binary) }) }, values)
  }
})

test('bytes', { skip: endianness() === 'BE' }, () => {
  const bytes = encodeAttributes(
    set.write({ be16: 0x0102, s16: -2, flag: true, nested: { name: 'a' } }),
    'test',
  )
  assert.equal(
    Buffer.from(bytes).toString('hex'),
    '0600090001020000' + '06000600feff0000' + '04000d00' + '0c000e80' + '0600010061000000',
  )
})

test('what is absent or false is not written, and an empty list neither', () => {
  assert.deepEqual(set.write({ u8: undefined, flag: false, list: [] }), [])
})

test('what the set does not know is left out', () => {
  const bytes = encodeAttributes([{ type: 99, data: Uint8Array.of(1) }, ...set.write({ u8: 1 })], 'test')
  assert.deepEqual(set.read(decodeAttributes(bytes)), { u8: 1 })
})

const wrong: readonly [unknown, string][] = [
  [{ u8: 256 }, 'u8'],
  [{ u8: -1 }, 'u8'],
  [{ u8: '1' }, 'u8'],
  [{ u32: 2 ** 32 }, 'u32'],
  [{ u32: 1.5 }, 'u32'],
  [{ s8: 128 }, 's8'],
  [{ u64: 1 }, 'u64'],
  [{ u64: -1n }, 'u64'],
  [{ s64: 2n ** 63n }, 's64'],
  [{ text: 'a\0b' }, 'text'],
  [{ binary: [1] }, 'binary'],
  [{ flag: 1 }, 'flag'],
  [{ nested: 1 }, 'nested'],
  [{ nested: { value: -1 } }, 'nested/value'],
  [{ list: {} }, 'list'],
  [{ list: [{ name: 1 }] }, 'list/name'],
  [{ array: [1, -1] }, 'array/2'],
  [{ toString: 1 }, 'toString'],
  [{ other: undefined }, 'other'],
]
for (const [values, place] of wrong) {
  test(`not written: ${place} of ${JSON.stringify(values, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`, () => {
    assert.throws(() => set.write(values as Values), {
      code: 'ERR_INVALID_ARGUMENT',
      subject: `the attribute ${place}`,
    })
  })
}

test('a type that is none', () => {
  for (const type of [0, 0x4000, -1, 1.5])
    assert.throws(() => new AttributeSet({ a: [type, u8] }), { code: 'ERR_INVALID_ARGUMENT' })
})

test('what is received of the wrong size names its place', () => {
  const short = (type: number, ...bytes: readonly number[]) => [{ type, data: Uint8Array.from(bytes) }]
  const bad: readonly [number, readonly number[], string][] = [
    [1, [1, 2], 'u8'],
    [3, [1, 2, 3], 'u32'],
    [4, [0, 0, 0, 0], 'u64'],
    [14, [8, 0, 2, 0, 1, 0, 0], 'nested'],
    [14, [3, 0, 2, 0], 'nested'],
    [16, [5, 0, 1, 0, 1, 0, 0, 0], 'array/1'],
  ]
  for (const [type, bytes, attribute] of bad)
    assert.throws(() => set.read(short(type, ...bytes)), { code: 'EBADMSG', attribute })
})

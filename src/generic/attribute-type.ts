/** What single netlink attributes hold. Numbers are in this machine's byte order, unless they say so. */
import { endianness } from 'node:os'
import { OperationError } from '../errors/operation-error.js'
import { invalid } from '../netlink/arguments.js'
import { decodeAttributes, type RawAttribute } from '../netlink/raw-attributes.js'

/** How one type of attribute is written and read. `place` is what errors call it. */
export interface AttributeType<Value> {
  /** Undefined: there is no attribute for this value. */
  write(value: Value, place: string): RawAttribute['data'] | undefined
  /** Throws EBADMSG where it is not of this type. */
  read(data: Uint8Array, place: string): Value
  /** The attribute stands once for each item, and this is the type of those. */
  readonly items?: AttributeType<unknown>
}

const isLittle = endianness() === 'LE'

/** A whole number; of 64 bits a bigint. */
function whole(bits: 8 | 16 | 32, signed = false, little = isLittle): AttributeType<number> {
  const size = bits / 8
  const least = signed ? -(2 ** (bits - 1)) : 0
  const most = least + 2 ** bits - 1
  return {
    write(value, place) {
      if (!Number.isInteger(value) || value < least || value > most)
        throw refusedValue(place, `must be a whole number from ${least} to ${most}`)
      const unsigned = value < 0 ? value + 2 ** bits : value
      const bytes = Uint8Array.from({ length: size }, (_, at) => Math.floor(unsigned / 2 ** (8 * at)) & 255)
      return little ? bytes : bytes.reverse()
    },
    read(data, place) {
      checkSize(data, size, place)
      const bytes = little ? [...data].reverse() : [...data]
      const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
      return number > most ? number - 2 ** bits : number
    },
  }
}

function whole64(signed: boolean): AttributeType<bigint> {
  return {
    write(value, place) {
      const fits = signed ? BigInt.asIntN : BigInt.asUintN
      if (typeof value !== 'bigint' || fits(64, value) !== value)
        throw refusedValue(place, `must be a bigint of 64 bits ${signed ? 'with' : 'without'} sign`)
      const bytes = new Uint8Array(8)
      new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), isLittle)
      return bytes
    },
    read(data, place) {
      checkSize(data, 8, place)
      const view = new DataView(data.buffer, data.byteOffset, 8)
      return signed ? view.getBigInt64(0, isLittle) : view.getBigUint64(0, isLittle)
    },
  }
}

/** UTF-8, with the NUL that the kernel's strings end in. */
const text: AttributeType<string> = {
  write(value, place) {
    if (typeof value !== 'string' || value.includes('\0'))
      throw refusedValue(place, 'must be a text without NUL')
    return Buffer.from(`${value}\0`)
  },
  read(data) {
    const end = data.indexOf(0)
    return Buffer.from(end < 0 ? data : data.subarray(0, end)).toString()
  },
}

const binary: AttributeType<Uint8Array> = {
  write(value, place) {
    if (!(value instanceof Uint8Array)) throw refusedValue(place, 'must be a Uint8Array')
    return value
  },
  read: (data) => data,
}

/** One that says all by being there. */
const flag: AttributeType<boolean> = {
  write(value, place) {
    if (typeof value !== 'boolean') throw refusedValue(place, 'must be true or false')
    return value ? new Uint8Array() : undefined
  },
  read: () => true,
}

/** The same attribute several times, one for each item. */
function list<Item>(
  items: AttributeType<Item>,
): AttributeType<readonly Item[]> & { readonly items: AttributeType<Item> } {
  const itself = () => {
    throw new TypeError('a list has to be a field of a set')
  }
  return { items, write: itself, read: itself }
}

/** Attributes numbered from 1 inside of one, as the kernel's indexed arrays. */
function array<Item>(items: AttributeType<Item>): AttributeType<readonly Item[]> {
  return {
    write(values, place) {
      if (!Array.isArray(values)) throw refusedValue(place, 'must be an array')
      return values.flatMap((value: Item, index) => {
        const data = items.write(value, `${place}/${index + 1}`)
        return data === undefined ? [] : [{ type: index + 1, data }]
      })
    },
    read: (data, place) =>
      readAttributes(data, place).map((item) => items.read(item.data, `${place}/${item.type}`)),
  }
}

/** The types of attributes, by the names that the kernel's headers have for them. */
export const attributeTypes = {
  u8: whole(8),
  u16: whole(16),
  u32: whole(32),
  u64: whole64(false),
  s8: whole(8, true),
  s16: whole(16, true),
  s32: whole(32, true),
  s64: whole64(true),
  /** In network byte order. */
  be16: whole(16, false, false),
  be32: whole(32, false, false),
  text,
  binary,
  flag,
  /** The same attribute several times, one for each item. */
  list,
  /** Attributes numbered from 1 inside of one. */
  array,
} as const

/** Those inside of one, or of a message. Throws EBADMSG. */
export function readAttributes(data: Uint8Array, place: string) {
  return decodeAttributes(data, () => {
    throw malformedValue(place, 'has attributes in it whose lengths do not add up')
  })
}

export function refusedValue(place: string, problem: string): OperationError {
  return invalid('attributes.write', `the attribute ${place}`, problem)
}

function checkSize(data: Uint8Array, size: number, place: string): void {
  if (data.length !== size) throw malformedValue(place, `has ${data.length} bytes in place of ${size}`)
}

function malformedValue(place: string, problem: string): OperationError {
  return new OperationError(`${place === '' ? 'the message' : `the attribute ${place}`} ${problem}`, {
    code: 'EBADMSG',
    operation: 'attributes.read',
    subject: place,
    attribute: place,
  })
}

/** Netlink attributes without names: for kinds of links that this package knows nothing of. */
import { endianness } from 'node:os'
import { checkNumber, invalid } from './arguments.js'

/** One attribute: its type by number, and its bytes in the byte order of this machine, or the attributes inside it. */
export interface RawAttribute {
  /** 1 to 16383. */
  readonly type: number
  /** Its payload, without padding. */
  readonly data: Uint8Array | readonly RawAttribute[]
  /** What errors call it, in place of the number. */
  readonly name?: string | undefined
}

const headerSize = 4
const nestedFlag = 0x8000
const typeMask = 0x3fff
const mostBytes = 0xffff
const isLittle = endianness() === 'LE'

/** Throws `ERR_INVALID_ARGUMENT` where one does not fit. */
export function encodeAttributes(attributes: readonly RawAttribute[], operation: string): Uint8Array {
  return Buffer.concat(attributes.map((attribute) => encodeAttribute(attribute, operation)))
}

function encodeAttribute({ type, data }: RawAttribute, operation: string): Buffer {
  checkNumber(type, 'type of an attribute', operation, 1, typeMask)
  const isNested = !(data instanceof Uint8Array)
  const payload = isNested ? encodeAttributes(data, operation) : data
  const size = headerSize + payload.length
  if (size > mostBytes) throw invalid(operation, `attribute ${type}`, `is longer than ${mostBytes} bytes`)
  const bytes = Buffer.alloc(aligned(size))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  view.setUint16(0, size, isLittle)
  view.setUint16(2, isNested ? type | nestedFlag : type, isLittle)
  bytes.set(payload, headerSize)
  return bytes
}

/** One that was received. */
export interface ReceivedAttribute extends RawAttribute {
  readonly data: Uint8Array
}

/**
 * What is inside of one is left as bytes: nothing tells whether it is more attributes. Ends at what is malformed, and calls
 * `malformed` then.
 */
export function decodeAttributes(bytes: Uint8Array, malformed = ignore): readonly ReceivedAttribute[] {
  const attributes: ReceivedAttribute[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at + headerSize <= bytes.length; ) {
    const size = view.getUint16(at, isLittle)
    if (size < headerSize || at + size > bytes.length) {
      malformed()
      break
    }
    const type = view.getUint16(at + 2, isLittle) & typeMask
    attributes.push(Object.freeze({ type, data: bytes.slice(at + headerSize, at + size) }))
    at += aligned(size)
  }
  return Object.freeze(attributes)
}

function ignore(): void {}

function aligned(size: number): number {
  return (size + 3) & ~3
}

// The numbers and frames of the control socket (docs/architecture.md). native/launcher/protocol.hpp is the other end.
import { endianness } from 'node:os'
import { OperationError } from '../errors/operation-error.js'

/** To the keeper. */
export const Request = { resolver: 1, run: 2, kill: 3, socket: 4, end: 5 } as const

/** From the keeper. */
export const Answer = { ready: 16, failed: 17, done: 18, started: 19, exited: 20, stopped: 21 } as const

/** Flags of a RUN. */
export const RunFlag = { withStdio: 1, withEnvironment: 2 } as const

/** In a RUN, in place of a uid or gid: it stays as it is. */
export const unchanged = 0xffff_ffff

/** What an END asks for. */
export const End = { kill: 0, wait: 1, finish: 2 } as const

/** Bytes. */
export const maximumPayload = 4 * 1024 * 1024

/** SCM_MAX_FD of the kernel's include/net/scm.h: how many descriptors go with one message. */
export const maximumDescriptors = 253

const headerSize = 8
const isLittle = endianness() === 'LE'

export interface Frame {
  readonly kind: number
  readonly payload: Buffer
}

/** Puts a payload together and makes a frame of it. */
export class FrameWriter {
  readonly #parts: Buffer[] = []

  u32(value: number): this {
    const part = Buffer.alloc(4)
    isLittle ? part.writeUInt32LE(value) : part.writeUInt32BE(value)
    return this.bytes(part)
  }

  u64(value: bigint): this {
    const part = Buffer.alloc(8)
    isLittle ? part.writeBigUInt64LE(value) : part.writeBigUInt64BE(value)
    return this.bytes(part)
  }

  /** With a NUL behind it. */
  text(value: string): this {
    return this.bytes(Buffer.from(`${value}\0`))
  }

  bytes(value: Buffer): this {
    this.#parts.push(value)
    return this
  }

  /** @throws OperationError ERR_INVALID_ARGUMENT where the payload is larger than {@link maximumPayload} */
  frame(kind: number, operation = 'namespace.request'): Buffer {
    const payload = Buffer.concat(this.#parts)
    if (payload.length > maximumPayload) {
      throw new OperationError(`${payload.length} bytes are too many for one request`, {
        code: 'ERR_INVALID_ARGUMENT',
        operation,
        detail: `at most ${maximumPayload}`,
      })
    }
    return Buffer.concat([new FrameWriter().u32(payload.length).u32(kind).payload(), payload])
  }

  payload(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/** Reads numbers and texts one behind the other. Throws RangeError beyond the end. */
export class PayloadReader {
  readonly #payload: Buffer
  #at = 0

  constructor(payload: Buffer) {
    this.#payload = payload
  }

  u32(): number {
    const value = isLittle ? this.#payload.readUInt32LE(this.#at) : this.#payload.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  text(): string {
    const end = this.#payload.indexOf(0, this.#at)
    if (end < 0) throw new RangeError('a text without an end')
    const value = this.#payload.toString('utf8', this.#at, end)
    this.#at = end + 1
    return value
  }
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  /** The frames that are whole now. Throws RangeError for one that is too large. */
  take(bytes: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const frames: Frame[] = []
    while (this.#rest.length >= headerSize) {
      const header = new PayloadReader(this.#rest)
      const size = header.u32()
      const kind = header.u32()
      if (size > maximumPayload) throw new RangeError(`a frame of ${size} bytes`)
      if (this.#rest.length < headerSize + size) break
      frames.push({ kind, payload: this.#rest.subarray(headerSize, headerSize + size) })
      this.#rest = this.#rest.subarray(headerSize + size)
    }
    return frames
  }

  /** False while a part of a frame is held here. */
  get isEmpty(): boolean {
    return this.#rest.length === 0
  }
}

/** What the three kinds of WireGuard key have in common: 32 bytes and the ways to write them. */
// biome-ignore-all lint/complexity/noThisInStatic: each class that inherits a factory makes its own kind.
import { OperationError } from '../errors/operation-error.js'
import { crypto } from './crypto.js'

/** Bytes in a key: KEY_LEN of <linux/wireguard.h>. */
export const keyLength = 32

type KeyClass<T> = { new (bytes: Uint8Array): T; readonly kind: string }

/** Base of PublicKey, PrivateKey and PresharedKey. No error of it ever shows what it was given. */
export abstract class Key {
  static readonly kind: string = 'key'
  readonly #bytes: Buffer

  /** Copies 32 bytes. Throws `ERR_INVALID_ARGUMENT` for any other length. */
  constructor(bytes: Uint8Array) {
    if (!(bytes instanceof Uint8Array) || bytes.length !== keyLength) {
      throw malformed((this.constructor as typeof Key).kind, `must have ${keyLength} bytes`)
    }
    this.#bytes = Buffer.alloc(keyLength) // memory of its own, not of the pool that other buffers share
    this.#bytes.set(bytes)
  }

  /**
   * Reads base64 as wg(8) prints it: 44 characters, the padding included, no bit set behind the last byte (RFC 4648, 3.5).
   * Throws `ERR_INVALID_ARGUMENT`.
   */
  static fromBase64<T>(this: KeyClass<T>, text: string): T {
    if (typeof text !== 'string') throw malformed(this.kind, 'must be a text of base64')
    const bytes = Buffer.from(text, 'base64')
    if (bytes.length !== keyLength || bytes.toString('base64') !== text) {
      throw malformed(this.kind, `must be 44 characters of base64 that stand for ${keyLength} bytes`)
    }
    return new this(bytes)
  }

  /** Reads the URL-safe alphabet (RFC 4648, 5), with or without the padding. Throws `ERR_INVALID_ARGUMENT`. */
  static fromBase64Url<T>(this: KeyClass<T>, text: string): T {
    if (typeof text !== 'string') throw malformed(this.kind, 'must be a text of base64')
    const bytes = Buffer.from(text, 'base64url')
    const canonical = bytes.toString('base64url')
    if (bytes.length !== keyLength || (text !== canonical && text !== `${canonical}=`)) {
      throw malformed(this.kind, `must be 43 characters of URL-safe base64 that stand for ${keyLength} bytes`)
    }
    return new this(bytes)
  }

  /** Reads 64 hexadecimal digits, the form of WireGuard's cross-platform (UAPI) protocol. Throws `ERR_INVALID_ARGUMENT`. */
  static fromHex<T>(this: KeyClass<T>, text: string): T {
    if (typeof text !== 'string' || !/^[\da-f]{64}$/i.test(text)) {
      throw malformed(this.kind, `must be ${keyLength * 2} hexadecimal digits`)
    }
    return new this(Buffer.from(text, 'hex'))
  }

  /** A copy. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#bytes)
  }

  /** 44 characters, as wg(8) prints a key. */
  base64(): string {
    return this.#bytes.toString('base64')
  }

  /** 43 characters without padding that need no escape in a URL. */
  base64Url(): string {
    return this.#bytes.toString('base64url')
  }

  /** 64 lower-case digits. */
  hex(): string {
    return this.#bytes.toString('hex')
  }

  /** Compares in constant time. Keys of different kinds are never equal. */
  equals(other: unknown): boolean {
    return (
      other instanceof Key &&
      other.constructor === this.constructor &&
      crypto().timingSafeEqual(other.#bytes, this.#bytes)
    )
  }
}

function malformed(kind: string, problem: string): OperationError {
  return new OperationError(`A ${kind} ${problem}`, { code: 'ERR_INVALID_ARGUMENT', operation: 'key.parse' })
}

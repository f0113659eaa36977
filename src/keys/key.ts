/** What the three kinds of WireGuard key have in common: 32 bytes and the ways to write them. */
// biome-ignore-all lint/complexity/noThisInStatic: each class that inherits a factory makes its own kind.
import { OperationError } from '../errors/operation-error.js'
import { crypto } from './crypto.js'
import * as encoding from './encoding.js'

/** Bytes in a key: KEY_LEN of <linux/wireguard.h>. */
export const keyLength = 32

type KeyClass<T> = { new (bytes: Uint8Array): T; readonly kind: string }

/**
 * Base of PublicKey, PrivateKey and PresharedKey. No error of it ever shows what it was given.
 *
 * Texts are written, read and checked, and keys compared, in a time that does not depend on the key, as far as JavaScript lets
 * anybody say so: no bit of it decides a branch or an index. The compiler of the engine may do otherwise, and texts stay in its
 * memory until they are collected.
 */
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
    const bytes = text.endsWith('=') ? decoded(text.slice(0, -1), encoding.base64) : undefined
    if (!bytes)
      throw malformed(this.kind, `must be 44 characters of base64 that stand for ${keyLength} bytes`)
    return made(this, bytes)
  }

  /** Reads the URL-safe alphabet (RFC 4648, 5), with or without the padding. Throws `ERR_INVALID_ARGUMENT`. */
  static fromBase64Url<T>(this: KeyClass<T>, text: string): T {
    if (typeof text !== 'string') throw malformed(this.kind, 'must be a text of base64')
    const bytes = decoded(text.endsWith('=') ? text.slice(0, -1) : text, encoding.base64Url)
    if (!bytes)
      throw malformed(this.kind, `must be 43 characters of URL-safe base64 that stand for ${keyLength} bytes`)
    return made(this, bytes)
  }

  /** Reads 64 hexadecimal digits, the form of WireGuard's cross-platform (UAPI) protocol. Throws `ERR_INVALID_ARGUMENT`. */
  static fromHex<T>(this: KeyClass<T>, text: string): T {
    const bytes = typeof text === 'string' ? encoding.decodeHexadecimal(text, keyLength) : undefined
    if (!bytes) throw malformed(this.kind, `must be ${keyLength * 2} hexadecimal digits`)
    return made(this, bytes)
  }

  /** A copy. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#bytes)
  }

  /** 44 characters, as wg(8) prints a key. */
  base64(): string {
    return `${encoding.encodeBase64(this.#bytes, encoding.base64)}=`
  }

  /** 43 characters without padding that need no escape in a URL. */
  base64Url(): string {
    return encoding.encodeBase64(this.#bytes, encoding.base64Url)
  }

  /** 64 lower-case digits. */
  hex(): string {
    return encoding.encodeHexadecimal(this.#bytes)
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

function decoded(text: string, alphabet: typeof encoding.base64): Uint8Array | undefined {
  return encoding.decodeBase64(text, keyLength, alphabet)
}

/** A key of its own copy: this one is wiped. */
function made<T>(kind: KeyClass<T>, bytes: Uint8Array): T {
  try {
    return new kind(bytes)
  } finally {
    bytes.fill(0)
  }
}

function malformed(kind: string, problem: string): OperationError {
  return new OperationError(`A ${kind} ${problem}`, { code: 'ERR_INVALID_ARGUMENT', operation: 'key.parse' })
}

import { inspect } from 'node:util'
import { Key } from './key.js'

/** The Curve25519 public key of a WireGuard peer. Shows itself as base64. */
export class PublicKey extends Key {
  /** For messages. */
  static override readonly kind = 'public key'
  /** Keeps the compiler from taking one kind of key for another. */
  declare protected readonly brand: 'public key'

  /** As base64. */
  override toString(): string {
    return this.base64()
  }

  /** As base64. */
  toJSON(): string {
    return this.base64()
  }

  /** As base64. */
  [inspect.custom](): string {
    return `PublicKey ${this.base64()}`
  }
}

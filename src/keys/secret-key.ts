import { inspect } from 'node:util'
import { Key } from './key.js'

/** A key that is shown only by `base64()`, `base64Url()`, `hex()` and `bytes()`: never by inspection, JSON or a template. */
export abstract class SecretKey extends Key {
  /** Redacted. */
  override toString(): string {
    return `${this.constructor.name} [redacted]`
  }

  /** Redacted. */
  toJSON(): string {
    return this.toString()
  }

  /** Redacted. */
  [inspect.custom](): string {
    return this.toString()
  }
}

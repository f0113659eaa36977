import { crypto } from './crypto.js'
import { keyLength } from './key.js'
import { SecretKey } from './secret-key.js'

/** The symmetric key that two WireGuard peers may share besides their key pairs. */
export class PresharedKey extends SecretKey {
  /** For messages. */
  static override readonly kind = 'preshared key'
  /** Keeps the compiler from taking one kind of key for another. */
  declare protected readonly brand: 'preshared key'

  /** A new random one, as `wg genpsk` makes. */
  static generate(): PresharedKey {
    return new PresharedKey(crypto().randomBytes(keyLength))
  }
}

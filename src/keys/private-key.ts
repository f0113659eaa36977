import { crypto } from './crypto.js'
import { keyLength } from './key.js'
import { PublicKey } from './public-key.js'
import { SecretKey } from './secret-key.js'

/** What stands before the 32 bytes of an X25519 private key in PKCS #8 (RFC 8410, 7). */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** The Curve25519 private key of a WireGuard interface. */
export class PrivateKey extends SecretKey {
  /** For messages. */
  static override readonly kind = 'private key'
  /** Keeps the compiler from taking one kind of key for another. */
  declare protected readonly brand: 'private key'

  /** A new random one, clamped (RFC 7748, 5) as `wg genkey` makes. */
  static generate(): PrivateKey {
    const bytes = crypto().randomBytes(keyLength)
    bytes[0] = (bytes[0] ?? 0) & 0xf8
    bytes[31] = ((bytes[31] ?? 0) & 0x7f) | 0x40
    const key = new PrivateKey(bytes)
    bytes.fill(0)
    return key
  }

  /** The public key of it: X25519 with the base point. Clamps on the way, so that an unclamped key works as in WireGuard. */
  publicKey(): PublicKey {
    const bytes = this.bytes()
    try {
      return publicKeyOf(bytes)
    } finally {
      bytes.fill(0)
    }
  }
}

/** The public key to the 32 bytes of a private key, of which no copy is left behind. */
export function publicKeyOf(privateKey: Uint8Array): PublicKey {
  const key = Buffer.concat([pkcs8, privateKey])
  try {
    const { createPrivateKey, createPublicKey } = crypto()
    const pair = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
    return new PublicKey(pair.export({ format: 'der', type: 'spki' }).subarray(-keyLength))
  } finally {
    key.fill(0)
  }
}

import { isOperationError } from '../errors/operation-error.js'
import type { Key } from '../keys/key.js'
import { PresharedKey } from '../keys/preshared-key.js'
import { PrivateKey } from '../keys/private-key.js'
import { PublicKey } from '../keys/public-key.js'
import { type Field, single, unprintable } from './field.js'

export const privateKey = keyField<PrivateKey>('PrivateKey', PrivateKey)
export const publicKey = keyField<PublicKey>('PublicKey', PublicKey)
export const presharedKey = keyField<PresharedKey>('PresharedKey', PresharedKey)

/** What stands there is never shown, of a public key neither: it may be the other one. */
function keyField<Kind extends Key>(
  name: string,
  kind: { new (bytes: Uint8Array): Kind; readonly kind: string; fromBase64(text: string): Kind },
): Field<Kind> {
  return single(
    name,
    (text) => {
      try {
        return kind.fromBase64(text.text)
      } catch (error) {
        if (!isOperationError(error)) throw error
        throw text.refused(`expected a ${kind.kind}, 44 characters of base64 that stand for 32 bytes`)
      }
    },
    (value) => {
      if (!(value instanceof kind)) throw unprintable(name, `is not a ${kind.name}`)
      return value.base64()
    },
  )
}

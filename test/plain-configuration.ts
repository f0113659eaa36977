import type { Configuration } from '#dist/configuration/configuration.js'
import type { PrintableConfiguration } from '#dist/configuration/format.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'

type Plain<T> = T extends PublicKey | PrivateKey | PresharedKey
  ? string
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Name in keyof T]: Plain<T[Name]> }
      : T

/** With base64 in the place of keys: deepEqual does not look into those, and finds all of a kind equal. */
export function plain<T extends Configuration | PrintableConfiguration>(configuration: T): Plain<T> {
  return withPlainKeys(configuration) as Plain<T>
}

function withPlainKeys(value: unknown): unknown {
  if (value instanceof PublicKey || value instanceof PrivateKey || value instanceof PresharedKey)
    return value.base64()
  if (Array.isArray(value)) return value.map(withPlainKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withPlainKeys(inner)]))
}

/** The text of a cached key, which this client shares with the reference client: YAML of both keys in base64. */
import { PrivateKey } from '../keys/private-key.js'

/** As PyYAML writes it. */
export function printKeyFile(key: PrivateKey): string {
  return `private_key: ${key.base64()}\npublic_key: ${key.publicKey().base64()}\n`
}

/** The private key of a file; nothing where the text is not two keys that belong together. */
export async function parseKeyFile(text: string): Promise<PrivateKey | undefined> {
  const [, secret, open] = /^private_key: (\S+)\npublic_key: (\S+)\n$/.exec(text) ?? (await parseYaml(text))
  if (typeof secret !== 'string' || typeof open !== 'string') return undefined
  try {
    const key = PrivateKey.fromBase64(secret)
    return key.publicKey().base64() === open ? key : undefined
  } catch {
    return undefined
  }
}

/** For what a person has edited. The package is loaded only here: it takes longer than all the rest. */
async function parseYaml(text: string): Promise<readonly unknown[]> {
  const { parse } = await import('yaml')
  try {
    const keys: unknown = parse(text, { logLevel: 'silent' })
    if (typeof keys !== 'object' || keys === null || !('private_key' in keys && 'public_key' in keys))
      return []
    return [text, keys.private_key, keys.public_key]
  } catch {
    return []
  }
}

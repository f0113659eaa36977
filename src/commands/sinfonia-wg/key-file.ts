import { isOperationError } from '../../errors/operation-error.js'
import { keyLength } from '../../keys/key.js'
import { Failure } from './failure.js'
import { canSeek, readAll, withFile } from './input.js'

/** Characters of a key. */
const length = 44

/**
 * The key in a file, as `set` takes it: /dev/stdin, /dev/fd/N and pipes are files too. White space may follow it. An empty file, or
 * /dev/null, stands for none: a key of zeros. An empty pipe does not, for whoever was to write the key may have failed.
 */
export function readKeyFile<Key>(
  path: string,
  kind: { new (bytes: Uint8Array): Key; fromBase64(text: string): Key },
): Key {
  return withFile(path, (descriptor) => {
    const content = readAll(descriptor)
    try {
      if (content.length === 0 && canSeek(descriptor)) return new kind(new Uint8Array(keyLength))
      if (content.length < length) throw new Failure('Invalid length key in key file')
      if (/[^ \t\n\v\f\r]/.test(content.toString('latin1', length))) {
        throw new Failure('Found trailing characters in key file')
      }
      return kind.fromBase64(content.toString('latin1', 0, length))
    } catch (error) {
      if (!isOperationError(error)) throw error
      throw new Failure(`Key is not the correct length or format: in ${path}`)
    } finally {
      content.fill(0)
    }
  })
}

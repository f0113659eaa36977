/** The names of the attribute that the kernel refused: the addon knows only numbers. */
import { isOperationError, OperationError } from '../errors/operation-error.js'
import type { RawAttribute } from '../netlink/raw-attributes.js'

/** The same error with names where the attributes have them. */
export function named(error: unknown, attributes: readonly RawAttribute[]): unknown {
  if (!isOperationError(error) || error.attribute === undefined) return error
  const path = namesOf(error.attribute.split('/'), attributes).join('/')
  const message = error.message.replace(`about ${error.attribute})`, `about ${path})`)
  return new OperationError(message, { ...error, attribute: path, cause: error.cause })
}

/** Of several with one number, the first one's: their names are the same. */
function namesOf(numbers: readonly string[], attributes: readonly RawAttribute[]): readonly string[] {
  const [number, ...rest] = numbers
  if (number === undefined) return []
  const found = attributes.filter(({ type }) => type === Number(number))
  const inside = found.flatMap(({ data }) => (data instanceof Uint8Array ? [] : data))
  return [found[0]?.name ?? number, ...namesOf(rest, inside)]
}

import { OperationError } from '../errors/operation-error.js'

/** Names that stand for the UUID of an application, as in the reference client. */
export const aliases: ReadonlyMap<string, string> = new Map([
  ['helloworld', '00000000-0000-0000-0000-000000000000'],
])

/**
 * The UUID, in lower case with hyphens, of an application that is given by its UUID (any case, with or without hyphens) or by an
 * alias (`helloworld`). Throws `ERR_INVALID_ARGUMENT`.
 */
export function parseApplication(text: string): string {
  const digits = /^([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/i.exec(text)
  const uuid = aliases.get(text) ?? digits?.slice(1).join('-').toLowerCase()
  if (uuid !== undefined) return uuid
  throw new OperationError(
    `${JSON.stringify(text)} is neither the UUID of an application nor a known alias`,
    {
      code: 'ERR_INVALID_ARGUMENT',
      operation: 'tier1.application',
      subject: text,
      remedy: `Give a UUID such as 00000000-0000-0000-0000-000000000001, or ${[...aliases.keys()].join(', ')}.`,
    },
  )
}

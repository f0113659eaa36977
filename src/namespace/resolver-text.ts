import { isIP } from 'node:net'
import { OperationError } from '../errors/operation-error.js'

/** What resolv.conf(5) can say. */
export interface ResolverConfiguration {
  /** Addresses of name servers; libc asks the first three. */
  readonly servers: readonly string[]
  /** What is tried behind names without a dot. */
  readonly search?: readonly string[] | undefined
  /** `ndots:5`, `timeout:2`, … */
  readonly options?: readonly string[] | undefined
}

/**
 * The text of a resolv.conf(5).
 *
 * @throws OperationError ERR_INVALID_ARGUMENT for what would not be one word of one line
 */
export function resolverText(configuration: ResolverConfiguration): string {
  const { servers, search = [], options = [] } = configuration
  for (const server of servers) {
    if (isIP(server) === 0) throw malformed('server', server, 'an IP address')
  }
  for (const word of [...search, ...options]) {
    if (!/^[\x21-\x7e]+$/.test(word)) throw malformed('word', word, 'printable ASCII without spaces')
  }
  const lines = servers.map((server) => `nameserver ${server}`)
  if (search.length > 0) lines.push(`search ${search.join(' ')}`)
  if (options.length > 0) lines.push(`options ${options.join(' ')}`)
  return lines.map((line) => `${line}\n`).join('')
}

function malformed(what: string, found: string, wanted: string): OperationError {
  return new OperationError(`a ${what} of the resolver is not ${wanted}: ${JSON.stringify(found)}`, {
    code: 'ERR_INVALID_ARGUMENT',
    operation: 'namespace.setResolver',
    subject: found,
  })
}

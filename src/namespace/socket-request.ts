import { isIP } from 'node:net'
import { invalid } from './arguments.js'
import type { NamespaceSocketOptions } from './options.js'
import { FrameWriter } from './protocol.js'

/**
 * The payload of a SOCKET.
 *
 * @throws OperationError ERR_INVALID_ARGUMENT
 */
export function socketRequest({ type, address, port, backlog }: NamespaceSocketOptions): FrameWriter {
  const version = isIP(address)
  if (version === 0 || address.includes('%')) throw malformed('address', address)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw malformed('port', String(port))
  return new FrameWriter()
    .u32(version)
    .u32(type === 'tcp' ? 1 : 0)
    .u32(backlog ?? 511)
    .u32(port)
    .text(address)
}

function malformed(what: string, found: string) {
  return invalid(`malformed ${what}: ${found}`, 'namespace.openSocket', found)
}

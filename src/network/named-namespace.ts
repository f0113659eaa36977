/** Named network namespaces as ip-netns(8) has them. */
import { invalid } from '../netlink/arguments.js'

/** Where their files are. */
export const namedDirectory = '/run/netns'

/** @throws OperationError ERR_INVALID_ARGUMENT for what is no name of a file */
export function namedPath(name: string, operation: string): string {
  const isGood = typeof name === 'string' && !/[/\0]/.test(name) && !['', '.', '..'].includes(name)
  if (isGood && Buffer.byteLength(name) <= 255) return `${namedDirectory}/${name}`
  throw invalid(operation, JSON.stringify(name) ?? String(name), "can be no namespace's name")
}

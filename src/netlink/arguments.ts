/** What callers pass: checked before anything is sent. */
import { parseAddress } from '../address/address.js'
import { formatPrefix, type Prefix, parsePrefix } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'

/** IFNAMSIZ of <linux/if.h> is 16, and counts a NUL. */
const longestLinkName = 15

/** A link's name, as the kernel would take it (dev_valid_name in net/core/dev.c). */
export function checkLinkName(name: string, operation: string): string {
  const problem = linkNameProblem(name)
  if (problem)
    throw invalid(operation, JSON.stringify(name) ?? String(name), `is no name of a link: ${problem}`)
  return name
}

function linkNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '') return 'a name has at least one character'
  if (Buffer.byteLength(name) > longestLinkName) return `it is longer than ${longestLinkName} bytes`
  if (name === '.' || name === '..') return 'it stands for a directory'
  if (/[/:\s\0]/.test(name)) return 'it has a slash, colon, white space or NUL in it'
  // The kernel would put a number in its place.
  if (name.includes('%')) return 'it has a per cent sign in it'
  return undefined
}

/** A number that the kernel takes: whole, and within its range. */
export function checkNumber(
  value: number,
  what: string,
  operation: string,
  least: number,
  most: number,
): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw invalid(operation, String(value), `is no ${what}, a whole number from ${least} to ${most}`)
}

/** The MTU in bytes. Each driver has limits of its own, which the kernel checks. */
export function checkMtu(mtu: number, operation: string): number {
  return checkNumber(mtu, 'MTU', operation, 1, 0x7fff_ffff)
}

/** The index of a link. */
export function checkIndex(index: number, operation: string): number {
  return checkNumber(index, 'index of a link', operation, 1, 0x7fff_ffff)
}

/** An open file descriptor, by number. */
export function checkDescriptor(descriptor: number, operation: string): number {
  return checkNumber(descriptor, 'file descriptor', operation, 0, 0x7fff_ffff)
}

/** `10.0.0.2/24`, as text or read already. */
export function readPrefix(prefix: string | Prefix): Prefix {
  return parsePrefix(typeof prefix === 'string' ? prefix : formatPrefix(prefix))
}

/** An address without scope, of the given version. */
export function readAddress(text: string, version: 4 | 6, operation: string): string {
  const { version: found, address, scope } = parseAddress(text)
  if (found !== version) throw invalid(operation, text, `is not of IPv${version}, as the rest`)
  if (scope !== undefined) throw invalid(operation, text, 'has a scope (%…): name the link instead')
  return address
}

/** `subject` and `problem` make a sentence. */
export function invalid(operation: string, subject: string, problem: string): OperationError {
  return new OperationError(`${subject} ${problem}`, { code: 'ERR_INVALID_ARGUMENT', operation, subject })
}

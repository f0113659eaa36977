/** What callers pass: checked before anything is sent. */
import { parseAddress } from '../address/address.js'
import { formatPrefix, type Prefix, parsePrefix } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'

/** IFNAMSIZ of <linux/if.h> is 16, and ALTIFNAMSIZ 128; both count a NUL. */
export const longestLinkName = 15
const longestAlternativeName = 127

/** A link's name, as the kernel would take it (dev_valid_name in net/core/dev.c). */
export function checkLinkName(name: string, operation: string): string {
  // The kernel would put a number in the place of a per cent sign.
  const percent = String(name).includes('%') ? 'it has a per cent sign in it' : undefined
  return checkedName(name, operation, linkNameProblem(name, longestLinkName) ?? percent)
}

/** A name that a link is found by, its own or an alternative one. */
export function checkAnyLinkName(name: string, operation: string): string {
  return checkedName(name, operation, linkNameProblem(name, longestAlternativeName))
}

function checkedName(name: string, operation: string, problem: string | undefined): string {
  if (problem === undefined) return name
  throw invalid(operation, JSON.stringify(name) ?? String(name), `is no name of a link: ${problem}`)
}

function linkNameProblem(name: unknown, longest: number): string | undefined {
  if (typeof name !== 'string' || name === '') return 'a name has at least one character'
  if (Buffer.byteLength(name) > longest) return `it is longer than ${longest} bytes`
  if (name === '.' || name === '..') return 'it stands for a directory'
  if (/[/:\s\0]/.test(name)) return 'it has a slash, colon, white space or NUL in it'
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

/** 4 or 6; undefined: both. */
export function checkVersion(version: 4 | 6 | undefined, operation: string): 4 | 6 | undefined {
  if (version === undefined || version === 4 || version === 6) return version
  throw invalid(operation, String(version), 'is no version of IP, 4 or 6')
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

/** @throws OperationError ERR_INVALID_ARGUMENT for a property that is given and not among the known ones, by its name */
export function refuseUnknown(given: object, known: object, operation: string): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(known, name)) continue
    throw new OperationError(`${name}: there is no such option`, {
      code: 'ERR_INVALID_ARGUMENT',
      operation,
      subject: name,
    })
  }
}

/** `subject` and `problem` make a sentence. */
export function invalid(operation: string, subject: string, problem: string): OperationError {
  return new OperationError(`${subject} ${problem}`, { code: 'ERR_INVALID_ARGUMENT', operation, subject })
}

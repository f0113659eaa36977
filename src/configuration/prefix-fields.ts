import { formatPrefix, type Prefix, parsePrefix } from '../address/prefix.js'
import { isOperationError } from '../errors/operation-error.js'
import type { Excerpt } from './excerpt.js'
import { type Field, list } from './field.js'
import { printedAddress } from './printed-address.js'

const isComma = (character: string) => character === ','

/** Separated by commas, none too many; printed on one line, as by `wg showconf`. */
export const allowedIps: Field<readonly Prefix[]> = {
  ...list('AllowedIPs', (text) => text.split(isComma).map(readAllowedIp), printed),
  separator: ', ',
}

/** Separated by commas and white space, as many as you like; printed one a line, as by `wg-quick save`. */
export const addresses = list(
  'Address',
  (text) => words(text).map((word) => readPrefix(word, word.text)),
  printed,
)

function printed(prefix: Prefix): string {
  return formatPrefix({ ...prefix, address: printedAddress(prefix.address) })
}

/** The words that bash makes of a value once its commas are spaces. */
export function words(text: Excerpt): Excerpt[] {
  return text.split((character) => ', \t'.includes(character)).filter((word) => word.text !== '')
}

function readAllowedIp(text: Excerpt): Prefix {
  const [address = '', length] = text.text.split(/\/(.*)/s)
  if (/^[+-]/.test(address)) {
    throw text.expected(
      'an address or network',
      'The prefixes + and - are for running links in newer releases of wg(8); list all addresses of the peer.',
    )
  }
  const isNumber = length === undefined || /^[0-9]+$/.test(length)
  return readPrefix(text, isNumber && length !== undefined ? `${address}/${Number(length)}` : text.text)
}

function readPrefix(excerpt: Excerpt, text: string): Prefix {
  try {
    return parsePrefix(text)
  } catch (error) {
    if (!isOperationError(error)) throw error
    throw excerpt.expected('an address or network, as in 192.0.2.0/24, 2001:db8::/32')
  }
}

import { readCNumber } from './c-number.js'
import type { Excerpt } from './excerpt.js'
import { type Field, single } from './field.js'

/** A UDP port as getaddrinfo(3) reads it for wg(8), with white space before it, but never wrapped around at 65536. */
export function readPort(text: Excerpt, least: number): number {
  const port = /^[ \t\n\v\f\r]*\+?[0-9]+$/.test(text.text) ? Number(text.text) : Number.NaN
  if (port >= least && port <= 0xffff) return port
  const isName = /^[a-z][\w-]*$/i.test(text.text)
  const remedy = isName ? 'Write the number of the port: names of services(5) are not read.' : undefined
  throw text.expected(`a port from ${least} to 65535`, remedy)
}

export const listenPort = single('ListenPort', (text) => readPort(text, 0), String)

/** `off`, a decimal number, or a hexadecimal one behind `0x`. */
export const fwmark = single(
  'FwMark',
  (text) => {
    if (/^off$/i.test(text.text)) return 0
    // Number() reads both, and zeros in front are no octal.
    const mark = /^([0-9]+|0x[0-9a-fA-F]+)$/.test(text.text) ? Number(text.text) : Number.NaN
    if (mark <= 0xffff_ffff) return mark
    throw text.expected('off or a mark from 0 to 4294967295 (0xffffffff)')
  },
  (mark) => (mark === 0 ? 'off' : `0x${mark.toString(16)}`),
)

export const persistentKeepalive = single(
  'PersistentKeepalive',
  (text) => {
    if (/^off$/i.test(text.text)) return 0
    const seconds = /^[0-9]+$/.test(text.text) ? Number(text.text) : Number.NaN
    if (seconds <= 0xffff) return seconds
    throw text.expected('off or seconds from 0 to 65535')
  },
  (seconds) => (seconds === 0 ? 'off' : String(seconds)),
)

/** Given empty, it is as if it were absent. */
export const mtu: Field<number> = single(
  'MTU',
  (text) => {
    if (text.text === '') return undefined
    const bytes = readCNumber(text.text)
    if (bytes !== undefined && bytes >= 1 && bytes <= 0x7fff_ffff) return bytes
    throw text.expected('bytes from 1 to 2147483647')
  },
  String,
)

/** Given empty, it is as if it were absent. Names are those of rt_tables, and the script's own words `auto` and `off`. */
export const table: Field<number | string> = single(
  'Table',
  (text) => {
    if (text.text === '') return undefined
    const number = readCNumber(text.text)
    if (number !== undefined && number <= 0xffff_ffff) return number
    if (/^[a-z_][\w.-]*$/i.test(text.text)) return text.text
    throw text.expected('auto, off, or a routing table: its name or a number to 4294967295')
  },
  String,
)

import { readCNumber } from './c-number.js'

/**
 * The address that inet_aton(3) and with it getaddrinfo(3) reads in one to four numbers, decimal, octal behind `0` or hexadecimal
 * behind `0x`, the last of which fills all bytes that are left: `127.1`, `0x7f000001`. Undefined where it is none.
 */
export function readIpv4Number(text: string): string | undefined {
  const parts = text.split('.').map((part) => readCNumber(part) ?? Number.NaN)
  const last = parts.pop()
  const rest = 256 ** (4 - parts.length)
  if (parts.length > 3 || last === undefined || !(last < rest)) return undefined
  if (!parts.every((part) => part < 256)) return undefined
  const number = parts.reduce((sum, part, at) => sum + part * 256 ** (3 - at), last)
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}

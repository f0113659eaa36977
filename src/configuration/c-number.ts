/** As strtoul(3) with base 0 and inet_aton(3) read numbers: `0x…` hexadecimal, `0…` octal. Undefined where it is none. */
export function readCNumber(text: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16)
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8)
  return /^[1-9][0-9]*$/.test(text) ? Number(text) : undefined
}

/**
 * True for a name that DNS can carry and that is no IP address: labels of 1 to 63 letters, digits, `-` and `_` (not at the ends a
 * `-`), at most 253 characters, a final dot allowed (RFC 1123, 2.1; `_` as in RFC 2782). A name whose last label is a number is
 * refused, for resolvers read it as an address: `1.2.3`, `0x7f.1`. Names in other scripts come in their `xn--` form.
 */
export function isHostName(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text
  if (name.length > 253) return false
  const labels = name.split('.')
  const isNumber = /^(\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')
  return !isNumber && labels.every((label) => /^(?!-)[\w-]{1,63}(?<!-)$/.test(label))
}

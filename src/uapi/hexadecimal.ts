/** Keys as hexadecimal digits, without a string of them: strings cannot be wiped. */

const digits = Buffer.from('0123456789abcdef')

export function writeHex(bytes: Uint8Array, into: Uint8Array, at: number): void {
  let next = at
  for (const byte of bytes) {
    into[next++] = digits[byte >> 4] ?? 0
    into[next++] = digits[byte & 15] ?? 0
  }
}

/** Undefined: it is not `size` bytes of hexadecimal digits. */
export function readHex(text: Uint8Array, size: number): Uint8Array | undefined {
  if (text.length !== size * 2) return undefined
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at++) {
    const high = digit(text[at * 2])
    const low = digit(text[at * 2 + 1])
    if (high < 0 || low < 0) return undefined
    bytes[at] = (high << 4) | low
  }
  return bytes
}

function digit(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1
}

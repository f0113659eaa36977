/** Keys as hexadecimal digits, without a string of them: strings cannot be wiped. No bit of a key decides a branch or an index. */

export function writeHex(bytes: Uint8Array, into: Uint8Array, at: number): void {
  let next = at
  for (const byte of bytes) {
    into[next++] = character(byte >> 4)
    into[next++] = character(byte & 15)
  }
}

/** Undefined: it is not `size` bytes of hexadecimal digits. */
export function readHex(text: Uint8Array, size: number): Uint8Array | undefined {
  if (text.length !== size * 2) return undefined
  const bytes = new Uint8Array(size)
  let wrong = 0
  for (let at = 0; at < size; at++) {
    const high = digit(text[at * 2])
    const low = digit(text[at * 2 + 1])
    wrong |= high | low
    bytes[at] = (high << 4) | low
  }
  return wrong < 0 ? undefined : bytes
}

function character(digit: number): number {
  return digit + 0x30 + (((9 - digit) >> 31) & 0x27)
}

/** -1: it is none. */
function digit(code = 0): number {
  const letter = code | 0x20
  return -1 + (within(code, 0x30, 0x39) & (code - 0x2f)) + (within(letter, 0x61, 0x66) & (letter - 0x56))
}

/** All bits where a code is from `first` to `last`, else none. */
function within(code: number, first: number, last: number): number {
  return ((first - 1 - code) & (code - last - 1)) >> 31
}

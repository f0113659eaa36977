/**
 * Base64 and hexadecimal digits of secrets. No bit of what is read or written decides what is branched on or where memory is looked
 * at: characters come of arithmetic, as in encoding.c of wireguard-tools, where Buffer's own look into tables. That holds for what
 * is written here; no language with a just-in-time compiler and a collector can promise as much of the machine's instructions,
 * and none of the copies that a text of JavaScript leaves in memory.
 */

/** How the last two of the 64 digits are written: a distance from the pattern of those before, and between the two. */
interface Alphabet {
  readonly digit62: number
  readonly digit63: number
}

/** RFC 4648, 4. */
export const base64: Alphabet = { digit62: 0x2b, digit63: 0x2f }
/** RFC 4648, 5. */
export const base64Url: Alphabet = { digit62: 0x2d, digit63: 0x5f }

/** All bits where a character is from `first` to `last`, else none. */
function within(character: number, first: number, last: number): number {
  return ((first - 1 - character) & (character - last - 1)) >> 31
}

/** Without padding. */
export function encodeBase64(bytes: Uint8Array, alphabet: Alphabet): string {
  const characters = Buffer.alloc(Math.ceil((bytes.length * 4) / 3))
  for (let at = 0; at < characters.length; at++) {
    const from = (at * 6) >> 3
    const pair = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0)
    characters[at] = base64Character((pair >> (10 - ((at * 6) & 7))) & 0x3f, alphabet)
  }
  return taken(characters)
}

function base64Character(digit: number, { digit62, digit63 }: Alphabet): number {
  return (
    (within(digit, 0, 25) & (digit + 0x41)) |
    (within(digit, 26, 51) & (digit + 0x47)) |
    (within(digit, 52, 61) & (digit - 4)) |
    (within(digit, 62, 62) & digit62) |
    (within(digit, 63, 63) & digit63)
  )
}

/** Without padding, and no bit set behind the last byte; undefined: it is none of so many bytes. */
export function decodeBase64(text: string, size: number, alphabet: Alphabet): Uint8Array | undefined {
  const length = Math.ceil((size * 4) / 3)
  if (text.length !== length) return undefined
  const bytes = new Uint8Array(size)
  let wrong = 0
  let bits = 0
  for (let at = 0; at < length; at++) {
    const digit = base64Digit(text.charCodeAt(at), alphabet)
    wrong |= digit
    bits = ((bits << 6) | (digit & 0x3f)) & 0xffff
    // How many bits are left over is a matter of the place alone.
    const left = ((at + 1) * 6) & 7
    const index = (((at + 1) * 6) >> 3) - 1
    if (left < 6 && index < size) bytes[index] = bits >> left
  }
  const left = (length * 6) & 7
  const isWrong = wrong < 0 || (bits & ((1 << left) - 1)) !== 0
  return isWrong ? void bytes.fill(0) : bytes
}

/** -1: it is none. */
function base64Digit(character: number, { digit62, digit63 }: Alphabet): number {
  return (
    -1 +
    (within(character, 0x41, 0x5a) & (character - 0x40)) +
    (within(character, 0x61, 0x7a) & (character - 0x46)) +
    (within(character, 0x30, 0x39) & (character + 5)) +
    (within(character, digit62, digit62) & 63) +
    (within(character, digit63, digit63) & 64)
  )
}

/** In lower case. */
export function encodeHexadecimal(bytes: Uint8Array): string {
  const characters = Buffer.alloc(bytes.length * 2)
  for (let at = 0; at < characters.length; at++) {
    const digit = ((bytes[at >> 1] ?? 0) >> (at & 1 ? 0 : 4)) & 0xf
    characters[at] = digit + 0x30 + (within(digit, 10, 15) & 0x27)
  }
  return taken(characters)
}

/** In either case; undefined: it is none of so many bytes. */
export function decodeHexadecimal(text: string, size: number): Uint8Array | undefined {
  if (text.length !== size * 2) return undefined
  const bytes = new Uint8Array(size)
  let wrong = 0
  for (let at = 0; at < size; at++) {
    const high = hexadecimalDigit(text.charCodeAt(at * 2))
    const low = hexadecimalDigit(text.charCodeAt(at * 2 + 1))
    wrong |= high | low
    bytes[at] = (high << 4) | low
  }
  return wrong < 0 ? void bytes.fill(0) : bytes
}

/** -1: it is none. */
function hexadecimalDigit(character: number): number {
  return (
    -1 +
    (within(character, 0x30, 0x39) & (character - 0x2f)) +
    (within(character, 0x41, 0x46) & (character - 0x36)) +
    (within(character, 0x61, 0x66) & (character - 0x56))
  )
}

function taken(characters: Buffer): string {
  const text = characters.toString('latin1')
  characters.fill(0)
  return text
}

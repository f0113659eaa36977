import { invalid } from '../netlink/arguments.js'

/** ALTIFNAMSIZ of <linux/if.h> is 128, and counts a NUL. */
const longest = 127

/** A further name of a link, 1 to 127 bytes, as the kernel would take it. */
export function checkAlternativeName(name: string, operation: string): string {
  const isGood = typeof name === 'string' && name !== '' && !/[/:\s\0]/.test(name)
  if (!isGood || name === '.' || name === '..' || Buffer.byteLength(name) > longest)
    throw invalid(
      operation,
      JSON.stringify(name) ?? String(name),
      `is no alternative name of a link: 1 to ${longest} bytes without slash, colon, white space`,
    )
  return name
}

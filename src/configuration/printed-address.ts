/** An address as wg(8) prints it, by inet_ntop(3): as ours, but for those below ::/96, of which it takes the end for IPv4. */
export function printedAddress(canonical: string): string {
  const [, high, low] = /^::([0-9a-f]+):([0-9a-f]+)$/.exec(canonical) ?? []
  if (high === undefined || low === undefined) return canonical
  const [first, last] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return `::${first >> 8}.${first & 255}.${last >> 8}.${last & 255}`
}

/** The UUID of the one application that every Tier1 and Tier2 knows. */
export const helloworldUuid = '00000000-0000-0000-0000-000000000000'

/** Lower case with hyphens, from any case and with or without hyphens, as Tier1 takes it. Undefined: no UUID. */
export function parseUuid(text: string): string | undefined {
  const hyphened = /^([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/i.exec(text)
  return hyphened?.slice(1).join('-').toLowerCase()
}

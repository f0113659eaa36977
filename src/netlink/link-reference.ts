/** A link by its name, its index, or a snapshot of it (whose index counts: the link may have been renamed). */
export type LinkReference = string | number | { readonly index: number }

/** How a link is called in errors. */
export function shown(link: LinkReference): string {
  if (typeof link === 'string') return link
  if (typeof link === 'object' && 'name' in link) return String(link.name)
  return `number ${typeof link === 'number' ? link : link.index}`
}

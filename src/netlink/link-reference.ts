import { checkIndex } from './arguments.js'

/** A link by its name, its own or an alternative one, its index, or a snapshot of it (whose index counts: the link may have been renamed). */
export type LinkReference = string | number | { readonly index: number }

/** The index that it has in it. */
export function indexIn(link: Exclude<LinkReference, string>, operation: string): number {
  return checkIndex(typeof link === 'number' ? link : link?.index, operation)
}

/** How a link is called in errors. */
export function shown(link: LinkReference): string {
  if (typeof link === 'string') return link
  if (typeof link === 'object' && link !== null && 'name' in link) return String(link.name)
  return `number ${typeof link === 'number' ? link : link?.index}`
}

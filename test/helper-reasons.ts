// The table of docs/privileges.md: how the helper ends, and why.
import { readFileSync } from 'node:fs'

export interface DocumentedReason {
  readonly status: number
  readonly word: string
  readonly sentence: string
}

export function documentedReasons(): readonly DocumentedReason[] {
  const page = readFileSync('docs/privileges.md', 'utf8')
  const rows = page.matchAll(/^\| (\d+) +\| `([a-z-]+)` +\| (.+?) +\|/gm)
  return [...rows].map(([, status, word = '', sentence = '']) => ({ status: Number(status), word, sentence }))
}

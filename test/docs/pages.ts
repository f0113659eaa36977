/** The pages for readers, and the programs in them: every block of TypeScript or JavaScript is a whole module. */
import { readdirSync, readFileSync } from 'node:fs'
import { blocks } from '../markdown.js'

export interface Program {
  readonly page: string
  /** Of the fence, from 1. */
  readonly line: number
  readonly language: 'ts' | 'js'
  /**
   * What stands behind the language. `run`: it is run by a test, where the machine has what the words behind it name
   * (test/needs.ts, with hyphens), and in the surroundings that they ask for.
   */
  readonly words: readonly string[]
  readonly text: string
  /** The block of kind `text` right behind it: what it prints. `…` stands for anything. */
  readonly output: string | undefined
}

const languages: Readonly<Record<string, 'ts' | 'js'>> = {
  ts: 'ts',
  typescript: 'ts',
  js: 'js',
  javascript: 'js',
}

export const pages: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
]

export function programsOf(page: string): Program[] {
  const found = blocks(readFileSync(page, 'utf8'))
  return found.flatMap(({ kind, words, text, line }, at) => {
    const language = languages[kind]
    if (language === undefined) return []
    const next = found[at + 1]
    return [{ page, line, language, words, text, output: next?.kind === 'text' ? next.text : undefined }]
  })
}

/**
 * The tables "you typed … → you write …" in the guides: each cell of the right column is TypeScript, which stands behind the block
 * of the page that has the word `before-tables`. A comment above a table says what running it needs: `<!-- run userns ip -->`.
 */
import { readFileSync } from 'node:fs'
import { lineAt } from '../markdown.js'
import { type Program, programsOf } from './pages.js'

export interface Row {
  readonly line: number
  /** What somebody typed. */
  readonly typed: string
  /** What he writes now: statements. */
  readonly written: string
}

export interface Table {
  readonly page: string
  /** Of the comment, from 1. */
  readonly line: number
  readonly words: readonly string[]
  readonly before: Program
  readonly rows: readonly Row[]
}

const marked = /^<!-- run ([a-z -]+) -->\n\n?\|.*\|\n\|[-| ]+\|\n((?:\|.*\|\n)+)/gm

export function tablesOf(page: string): Table[] {
  const markdown = readFileSync(page, 'utf8')
  const before = programsOf(page).find(({ words }) => words.includes('before-tables'))
  return [...markdown.matchAll(marked)].map((match) => {
    const line = lineAt(markdown, match.index)
    if (before === undefined) throw new Error(`${page}:${line}: no block of the page is before-tables`)
    const first = lineAt(markdown, match.index + match[0].length - (match[2] ?? '').length)
    const rows = (match[2] ?? '').trimEnd().split('\n')
    return {
      page,
      line,
      words: (match[1] ?? '').split(' '),
      before,
      rows: rows.map((row, at) => readRow(row, first + at)),
    }
  })
}

/** One module of all rows, and the page's line for each of its lines. `behind` gives statements for behind each row. */
export function tableModule(
  { before, rows }: Table,
  behind: (line: number) => string = () => '',
): { text: string; lines: number[] } {
  const head = before.text.trimEnd().split('\n')
  const lines = head.map((_, at) => before.line + 1 + at)
  const body = rows.flatMap(({ line, written }) => {
    const statements = ['{', ...written.split('\n'), `}${behind(line)}`]
    lines.push(...statements.map(() => line))
    return statements
  })
  return { text: `${[...head, ...body].join('\n')}\n`, lines }
}

function readRow(row: string, line: number): Row {
  const [, typed = '', written = ''] = row.split(/(?<!\\)\|/).map(codeOf)
  return { line, typed, written }
}

/** What is between backquotes in a cell, a line each. */
function codeOf(cell: string): string {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|')).join('\n')
}

/** Changes of a text, line by line, that keep every other byte. Lines are counted from 1; 0 stands before the first. */
import type { Excerpt } from './excerpt.js'

export class LineEdit {
  /** Each line without its end, if it is still there, and what was added behind it. */
  readonly #lines: { own: string | undefined; readonly added: string[] }[]
  /** What an added line ends with, as the first one does. */
  readonly #end: '\n' | '\r\n'
  readonly #text: string
  #isChanged = false

  constructor(text: string) {
    this.#end = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
    this.#text = text
    const lines = text === '' || text.endsWith('\n') ? text : text + this.#end
    this.#lines = [undefined, ...lines.split('\n').slice(0, -1)].map((own) => ({ own, added: [] }))
  }

  /** Puts a text in the place of an excerpt: the one change of its line. */
  replace(excerpt: Excerpt, text: string): void {
    const line = this.#line(excerpt.line)
    const start = excerpt.column - 1
    line.own &&= line.own.slice(0, start) + text + line.own.slice(start + excerpt.text.length)
  }

  /** Behind a line, and what was added there before. */
  add(line: number, text: string): void {
    this.#line(line).added.push(text)
  }

  /** What was added there stays. */
  remove(first: number, last = first): void {
    for (let line = first; line <= last; line++) this.#line(line).own = undefined
  }

  get lastLine(): number {
    return this.#lines.length - 1
  }

  result(): string {
    if (!this.#isChanged) return this.#text
    return this.#lines
      .flatMap(({ own, added }) => [
        ...(own === undefined ? [] : [`${own}\n`]),
        ...added.map((line) => line + this.#end),
      ])
      .join('')
  }

  #line(number: number): { own: string | undefined; readonly added: string[] } {
    this.#isChanged = true
    const line = this.#lines[number]
    if (line === undefined) throw new RangeError(`there is no line ${number}`)
    return line
  }
}

/** With an empty line before it, and its ends of lines as the text has them. */
export function withTextAppended(text: string, added: string): string {
  const end = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
  const isEnded = text === '' || text.endsWith('\n')
  const gap = text === '' || /\n\r?\n$/.test(text) ? '' : end
  return `${text}${isEnded ? '' : end}${gap}${added.replaceAll('\n', end)}`
}

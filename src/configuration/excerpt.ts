/** A piece of a line that knows where it stands, so that an error can point at it. */
import { OperationError } from '../errors/operation-error.js'

/** White space between the lines' ends, to wg(8) and to wg-quick(8) alike: isspace(3) in the C locale. */
const whiteSpace = ' \t\v\f\r'
const allWhiteSpace = /[ \t\v\f\r]/g

interface Origin {
  readonly file: string | undefined
  /** From 1. */
  readonly line: number
}

export class Excerpt {
  readonly text: string
  readonly #origin: Origin
  /** Of each character, from 1, and of what stands behind the last. */
  readonly #columns: readonly number[]

  private constructor(text: string, origin: Origin, columns: readonly number[]) {
    this.text = text
    this.#origin = origin
    this.#columns = columns
  }

  /** A whole line, without its end. */
  static ofLine(text: string, line: number, file?: string): Excerpt {
    return new Excerpt(
      text,
      { file, line },
      Array.from({ length: text.length + 1 }, (_, at) => at + 1),
    )
  }

  /** Of its first character, from 1. */
  get column(): number {
    return this.#columns[0] ?? 1
  }

  get line(): number {
    return this.#origin.line
  }

  slice(start: number, end = this.text.length): Excerpt {
    return new Excerpt(this.text.slice(start, end), this.#origin, this.#columns.slice(start, end + 1))
  }

  /** What stands between the separators, one character each. */
  split(isSeparator: (character: string) => boolean): Excerpt[] {
    const parts: Excerpt[] = []
    let start = 0
    for (let at = 0; at <= this.text.length; at++) {
      if (at < this.text.length && !isSeparator(this.text.charAt(at))) continue
      parts.push(this.slice(start, at))
      start = at + 1
    }
    return parts
  }

  /** Without white space, also in the middle: so wg(8) reads. */
  compact(): Excerpt {
    const columns = this.#columns.filter((_, at) => at === this.text.length || !this.#isWhite(at))
    return new Excerpt(this.text.replace(allWhiteSpace, ''), this.#origin, columns)
  }

  /** Without white space at its ends: so wg-quick(8) reads. */
  trim(): Excerpt {
    let [start, end] = [0, this.text.length]
    while (start < end && this.#isWhite(start)) start++
    while (end > start && this.#isWhite(end - 1)) end--
    return this.slice(start, end)
  }

  /** The error that says what should stand here, and what does. */
  expected(what: string, remedy?: string): OperationError {
    return this.refused(`expected ${what}, found ${this.text === '' ? 'nothing' : this.#shown()}`, remedy)
  }

  /** The error that points here. The problem must not quote the file. */
  refused(problem: string, remedy?: string): OperationError {
    const { file, line } = this.#origin
    const { column } = this
    const place = `${file === undefined ? '' : `${file}:`}${line}:${column}`
    return new OperationError(`${place}: ${problem}`, {
      code: 'ERR_CONFIGURATION',
      operation: 'configuration.parse',
      subject: file,
      position: { line, column },
      remedy,
    })
  }

  #isWhite(at: number): boolean {
    return whiteSpace.includes(this.text.charAt(at))
  }

  /** Quoted and cut, unless it is long enough to hold a key, which may be a private one in the wrong place. */
  #shown(): string {
    if (/[\w+/-]{40}/.test(this.compact().text)) return 'a text that may hold a key and is not shown'
    return JSON.stringify(this.text.length > 60 ? `${this.text.slice(0, 59)}…` : this.text)
  }
}

/** Lower case of A to Z alone, as strcasecmp(3) in the C locale: no other letter becomes one of them. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

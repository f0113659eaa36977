/** What a document holds besides its configuration. Texts are read on request only, so that inspection shows no key in them. */

/** A comment, at the end of a line or on one of its own. */
export class DocumentComment {
  /** From 1. */
  readonly line: number
  readonly #text: string

  constructor(line: number, text: string) {
    this.line = line
    this.#text = text
  }

  /** What stands behind `#`, without white space at its ends. */
  get text(): string {
    return this.#text
  }
}

/** A key that neither wg(8) nor wg-quick(8) knows; below a section that they do not know, any line. */
export class UnknownEntry {
  /** From 1. */
  readonly line: number
  /** As it is written, without brackets. */
  readonly section: string
  readonly #key: string
  readonly #value: string | undefined

  constructor(line: number, section: string, key: string, value: string | undefined) {
    this.line = line
    this.section = section
    this.#key = key
    this.#value = value
  }

  /** As it is spelt in the file. */
  get key(): string {
    return this.#key
  }

  /** Undefined where there is no `=`. */
  get value(): string | undefined {
    return this.#value
  }
}

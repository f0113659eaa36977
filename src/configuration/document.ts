import { inspect } from 'node:util'
import type { Configuration, ConfigurationOptions, QuickConfiguration } from './configuration.js'
import { DocumentComment, UnknownEntry } from './document-parts.js'
import { editedText, textWithNewPeers } from './edit.js'
import { formatConfiguration, formatPeer } from './format.js'
import { type ConfigurationLine, linesOf } from './line.js'
import { configurationOf } from './parse.js'
import { readSections, type Section } from './section.js'

/**
 * A configuration file to the letter: its comments, order, spelling and, with `allowUnknown: true`, what wg(8) does not know. It
 * never changes; {@link with} makes another one. Inspection and JSON show nothing of the text, which holds the private key.
 */
export class ConfigurationDocument<Content extends Configuration = Configuration> {
  /** What it says. */
  readonly configuration: Content
  readonly #text: string
  readonly #options: ConfigurationOptions
  readonly #lines: readonly ConfigurationLine[]
  readonly #sections: readonly Section[]

  private constructor(text: string, options: ConfigurationOptions) {
    this.#text = text
    this.#options = options
    this.#lines = linesOf(text, options.file)
    this.#sections = readSections(this.#lines, options)
    // The options say which of the two it is.
    this.configuration = configurationOf(this.#sections, options) as Content
  }

  /** Options, what is accepted and what is thrown are those of parseConfiguration. */
  static parse(
    text: string,
    options: ConfigurationOptions & { readonly quick: true },
  ): ConfigurationDocument<QuickConfiguration>
  static parse(text: string, options?: ConfigurationOptions): ConfigurationDocument
  static parse(text: string, options: ConfigurationOptions = {}): ConfigurationDocument {
    return new ConfigurationDocument(text, options)
  }

  /** The bytes that were parsed, or what {@link with} made of them. It holds the private key. */
  text(): string {
    return this.#text
  }

  /** All of them, in the order of the file. */
  get comments(): readonly DocumentComment[] {
    return this.#lines.flatMap(({ content: { line }, comment }) =>
      comment === undefined ? [] : [new DocumentComment(line, comment)],
    )
  }

  /** Empty without `allowUnknown: true`. */
  get unknown(): readonly UnknownEntry[] {
    return this.#sections.flatMap(({ header, entries }) => {
      const section = header.text.slice(1, -1).trim()
      return entries
        .filter(({ name }) => name === undefined)
        .map(({ key, value }) => new UnknownEntry(key.line, section, key.text, value?.text))
    })
  }

  /**
   * A document that says this instead, with as few lines changed as that takes: what is said already keeps its spelling, its place and
   * its comments. Peers are known by their public keys and keep their order; new ones come last. Settings of wg-quick(8) count
   * only with `quick: true`.
   *
   * @throws OperationError ERR_INVALID_ARGUMENT, as formatConfiguration
   */
  with(configuration: Content): ConfigurationDocument<Content> {
    const file = {
      text: this.#text,
      lines: this.#lines,
      sections: this.#sections,
      configuration: this.configuration,
      quick: this.#options.quick === true,
    }
    for (const change of [editedText, textWithNewPeers]) {
      const document = new ConfigurationDocument<Content>(change(file, configuration), this.#options)
      if (sayTheSame(document.configuration, configuration, file.quick)) return document
    }
    throw new Error('a configuration could not be put into its document') // a bug
  }

  /** Without its keys: the text is told by {@link text}. */
  toString(): string {
    return 'ConfigurationDocument [redacted]'
  }

  /** Without its keys. */
  toJSON(): string {
    return this.toString()
  }

  /** Without its keys. */
  [inspect.custom](): string {
    const { file } = this.#options
    return `ConfigurationDocument ${file === undefined ? '' : `${file} `}[${this.#lines.length} lines, redacted]`
  }
}

/** But for the order of peers. */
function sayTheSame(one: Configuration, other: Configuration, quick: boolean): boolean {
  const [first, second] = [one, other].map((configuration) => {
    const { privateKey, listenPort, fwmark, peers, ...settings } = configuration
    const own = formatConfiguration({
      ...(quick ? settings : {}),
      ...{ privateKey, listenPort, fwmark },
      peers: [],
    })
    return own + peers.map(formatPeer).sort().join('')
  })
  return first === second
}

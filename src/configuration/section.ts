/** The sections of a configuration file, with their keys found and their values read, in the file's order. */
import type { ConfigurationOptions } from './configuration.js'
import { type Excerpt, lowerCase } from './excerpt.js'
import type { Field } from './field.js'
import { peerFields, wgFields } from './fields.js'
import type { ConfigurationLine } from './line.js'
import { quickFields } from './quick-fields.js'

export interface Section {
  /** Undefined: one that neither tool knows. */
  readonly kind: 'Interface' | 'Peer' | undefined
  /** `[Peer]` as it is written. */
  readonly header: Excerpt
  readonly entries: Entry[]
  /** By the names of the model. All sections of the interface share it. */
  readonly values: Map<string, unknown>
  /** Whether wg-quick(8) looks into it: that one wants `[Interface]` without white space inside. */
  readonly isQuick: boolean
}

export interface Entry {
  readonly key: Excerpt
  /** Undefined only in a section that neither tool knows. */
  readonly value: Excerpt | undefined
  /** Of the model; undefined for a key that neither tool knows. */
  readonly name: string | undefined
}

type Fields = Readonly<Record<string, Field<unknown>>>

const quick: Fields = quickFields
const ofKind: Readonly<Record<'Interface' | 'Peer', Fields>> = {
  Interface: wgFields,
  Peer: peerFields,
}

/** Throws ERR_CONFIGURATION at the first line that is not understood. */
export function readSections(
  lines: readonly ConfigurationLine[],
  options: ConfigurationOptions,
): readonly Section[] {
  const reader = new SectionReader(options)
  for (const { content } of lines) reader.read(content)
  return reader.sections
}

class SectionReader {
  readonly sections: Section[] = []
  readonly #options: ConfigurationOptions
  readonly #interfaceValues = new Map<string, unknown>()

  constructor(options: ConfigurationOptions) {
    this.#options = options
  }

  read(content: Excerpt): void {
    const compact = content.compact()
    if (compact.text === '') return
    if (content.text.includes('\0')) {
      throw content.slice(content.text.indexOf('\0')).refused('expected text, found a NUL byte')
    }
    const section = this.sections.at(-1)
    if (compact.text.startsWith('[')) this.sections.push(this.#sectionAt(content, compact))
    else if (section === undefined) throw compact.expected('[Interface] or [Peer] first', markRemedy(compact))
    else this.#readEntry(section, content)
  }

  #sectionAt(content: Excerpt, compact: Excerpt): Section {
    const header = content.trim()
    const name = lowerCase(compact.text)
    const isQuick = this.#options.quick === true && lowerCase(header.text) === '[interface]'
    const parts = { header, entries: [], isQuick }
    if (name === '[interface]') return { ...parts, kind: 'Interface', values: this.#interfaceValues }
    if (name === '[peer]') return { ...parts, kind: 'Peer', values: new Map() }
    if (this.#options.allowUnknown === true && name.endsWith(']')) {
      return { ...parts, kind: undefined, values: new Map() }
    }
    throw compact.expected('[Interface] or [Peer]')
  }

  #readEntry(section: Section, content: Excerpt): void {
    const equals = content.text.indexOf('=')
    if (equals < 0 && section.kind !== undefined) throw content.compact().expected('KEY = VALUE')
    const key = content.slice(0, equals < 0 ? undefined : equals).trim()
    const value = equals < 0 ? undefined : content.slice(equals + 1).trim()
    const name = value && this.#readValue(section, key, value)
    section.entries.push({ key, value, name })
  }

  /** The name of the value; undefined for an unknown key. */
  #readValue(section: Section, key: Excerpt, value: Excerpt): string | undefined {
    if (section.kind === undefined) return undefined
    const ofQuick = section.isQuick ? fieldOf(quick, lowerCase(key.text)) : undefined
    const ofWg = ofQuick ?? fieldOf(ofKind[section.kind], lowerCase(key.compact().text))
    if (ofWg === undefined) {
      if (this.#options.allowUnknown === true) return undefined
      throw this.#unknownKey(section, key)
    }
    const [name, field] = ofWg
    const text = ofQuick ? value : value.compact()
    if (!ofQuick && text.text === '') throw text.expected(`a value of ${field.key}`)
    const read = field.read(text, section.values.get(name))
    if (read === undefined) section.values.delete(name)
    else section.values.set(name, read)
    return name
  }

  #unknownKey({ kind, isQuick }: Section, key: Excerpt) {
    const fields = [...Object.values(ofKind[kind ?? 'Peer']), ...(isQuick ? Object.values(quick) : [])].map(
      (field) => field.key,
    )
    return key.expected(`a key of [${kind}] (${fields.join(', ')})`, this.#elsewhere(key))
  }

  /** Where the key would be right. */
  #elsewhere(key: Excerpt): string | undefined {
    const name = lowerCase(key.compact().text)
    const found = fieldOf(quick, name)
    if (found && this.#options.quick !== true) {
      return `${found[1].key} is a key of wg-quick(8), not of wg(8): read the file with { quick: true }.`
    }
    if (found) return `${found[1].key} stands below [Interface], written without white space inside.`
    const kind = (['Interface', 'Peer'] as const).find((other) => fieldOf(ofKind[other], name))
    return kind && `Move it below [${kind}].`
  }
}

function fieldOf(fields: Fields, lowerCaseKey: string): [string, Field<unknown>] | undefined {
  return Object.entries(fields).find(([, field]) => lowerCase(field.key) === lowerCaseKey)
}

function markRemedy({ text }: Excerpt): string | undefined {
  return text.startsWith('\ufeff') ? 'Save the file without a byte order mark.' : undefined
}

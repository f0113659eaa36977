/** The least change of a file's text that makes it say another configuration. */
import type { PublicKey } from '../keys/public-key.js'
import type { Configuration, ConfigurationPeer } from './configuration.js'
import { type Field, linesOfItems } from './field.js'
import { interfaceFields, peerFields, wgFields } from './fields.js'
import { formatConfiguration, formatPeer, type PrintableConfiguration, printedItems } from './format.js'
import type { ConfigurationLine } from './line.js'
import { LineEdit, withTextAppended } from './line-edit.js'
import { quickFields } from './quick-fields.js'
import type { Entry, Section } from './section.js'

type Fields = Readonly<Record<string, Field<unknown>>>
type Values = Readonly<Record<string, unknown>>

/** A file, taken apart. */
export interface EditedFile {
  readonly text: string
  readonly lines: readonly ConfigurationLine[]
  readonly sections: readonly Section[]
  readonly configuration: Configuration
  readonly quick: boolean
}

/** Changes each value where it stands. Where a peer is written twice, that can fail: what comes out may say something else. */
export function editedText(file: EditedFile, wanted: PrintableConfiguration): string {
  formatConfiguration(wanted) // refuses what cannot be printed, before anything else
  const edit = new LineEdit(file.text)
  editInterface(edit, file, wanted)
  const added = editPeers(edit, file, wanted.peers)
  return withPeersAppended(edit.result(), added)
}

/** Writes all peers anew. */
export function textWithNewPeers(file: EditedFile, wanted: PrintableConfiguration): string {
  const edit = new LineEdit(file.text)
  editInterface(edit, file, wanted)
  removeSections(edit, file, ({ kind }) => kind === 'Peer')
  return withPeersAppended(edit.result(), wanted.peers)
}

function editInterface(edit: LineEdit, file: EditedFile, wanted: PrintableConfiguration): void {
  const sections = file.sections.filter(({ kind }) => kind === 'Interface')
  const homes = { wg: sections[0], quick: sections.find(({ isQuick }) => isQuick) }
  const change = (fields: Fields, home: Section | undefined) =>
    editSection(edit, fields, sections, { ...file.configuration }, { ...wanted }, home)
  const isOneHome = file.quick && homes.quick === homes.wg
  change(isOneHome ? interfaceFields : wgFields, homes.wg)
  if (file.quick && !isOneHome) change(quickFields, homes.quick)
}

/** The peers that have no section yet. */
function editPeers(
  edit: LineEdit,
  file: EditedFile,
  wanted: readonly ConfigurationPeer[],
): readonly ConfigurationPeer[] {
  const sectionsByKey = sectionsOfPeers(file.sections)
  const byKey = new Map(wanted.map((peer) => [peer.publicKey.base64(), peer]))
  const gone = new Set<Section>()
  for (const peer of file.configuration.peers) {
    const key = peer.publicKey.base64()
    const sections = sectionsByKey.get(key) ?? []
    const now = byKey.get(key)
    byKey.delete(key)
    if (now !== undefined) editSection(edit, peerFields, sections, { ...peer }, { ...now }, sections[0])
    else for (const section of sections) gone.add(section)
  }
  removeSections(edit, file, (section) => gone.has(section))
  return [...byKey.values()]
}

function sectionsOfPeers(sections: readonly Section[]): Map<string, Section[]> {
  const byKey = new Map<string, Section[]>()
  for (const section of sections) {
    if (section.kind !== 'Peer') continue
    const key = (section.values.get('publicKey') as PublicKey).base64()
    byKey.set(key, [...(byKey.get(key) ?? []), section])
  }
  return byKey
}

/** New keys go to the end of `home`; without it, to a new `[Interface]` before all. */
function editSection(
  edit: LineEdit,
  fields: Fields,
  sections: readonly Section[],
  before: Values,
  wanted: Values,
  home: Section | undefined,
): void {
  const entries = sections.flatMap((section) => section.entries)
  const lastLine = home?.entries.at(-1)?.key.line ?? home?.header.line ?? 0
  const added: string[] = []
  for (const [name, field] of Object.entries(fields)) {
    const isQuick = name in quickFields
    const items = printedItems(field, isQuick, wanted[name])
    if (areSame(items, printedItems(field, isQuick, before[name]))) continue
    const own = entries.filter((entry) => entry.name === name)
    const rest = editEntries(edit, field, isQuick, own, items)
    const line = own.at(-1)?.key.line
    for (const text of rest) {
      if (line === undefined) added.push(`${field.key} = ${text}`)
      else edit.add(line, `${field.key} = ${text}`)
    }
  }
  if (home === undefined && added.length > 0) added.unshift('[Interface]')
  for (const text of added) edit.add(lastLine, text)
  if (home === undefined && added.length > 0) edit.add(lastLine, '')
}

/** Keeps the lines that say the first items, and gives the others what is left. What does not fit into them is returned. */
function editEntries(
  edit: LineEdit,
  field: Field<unknown>,
  isQuick: boolean,
  entries: readonly Entry[],
  items: readonly string[],
): readonly string[] {
  let kept = 0
  let index = 0
  for (; index < entries.length; index++) {
    const said = itemsOf(field, isQuick, entries[index])
    if (said.length === 0 || !areSame(said, items.slice(kept, kept + said.length))) break
    kept += said.length
  }
  const lines = [...linesOfItems(field, items.slice(kept))]
  for (const { key, value } of entries.slice(index)) {
    const text = lines.shift()
    if (text === undefined) edit.remove(key.line)
    else if (value !== undefined) edit.replace(value, value.text === '' ? ` ${text}` : text)
  }
  return lines
}

function itemsOf(field: Field<unknown>, isQuick: boolean, entry: Entry | undefined): readonly string[] {
  const value = entry?.value && field.read(isQuick ? entry.value : entry.value.compact(), undefined)
  return value === undefined ? [] : field.print(value)
}

function withPeersAppended(text: string, peers: readonly ConfigurationPeer[]): string {
  return peers.length === 0 ? text : withTextAppended(text, peers.map(formatPeer).join('\n'))
}

/** Each with the comments that stand right above it, to those of the next one. */
function removeSections(
  edit: LineEdit,
  { lines, sections }: EditedFile,
  isGone: (section: Section) => boolean,
): void {
  for (const [index, section] of sections.entries()) {
    const next = sections[index + 1]
    if (!isGone(section)) continue
    edit.remove(startOf(lines, section), next === undefined ? edit.lastLine : startOf(lines, next) - 1)
  }
}

/** The line of a section's first comment, or of its header. */
function startOf(lines: readonly ConfigurationLine[], { header }: Section): number {
  let line = header.line
  while (lines[line - 2]?.isComment) line--
  return line
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index])
}

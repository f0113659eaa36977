import { isOperationError } from '../errors/operation-error.js'
import type { Configuration, ConfigurationPeer, QuickSettings } from './configuration.js'
import { type Field, linesOfItems, unprintable } from './field.js'
import { type FieldTable, interfaceFields, peerFields } from './fields.js'
import { linesOf } from './line.js'
import { quickFields } from './quick-fields.js'

/** What can be printed: a {@link Configuration}, with as much of wg-quick(8) as you like. */
export type PrintableConfiguration = Configuration & Partial<QuickSettings>

/**
 * The text of a configuration: what {@link parseConfiguration} reads from it (with `quick: true` where there are settings of
 * wg-quick(8)) is that configuration again. Without such settings it is what `wg showconf` prints. It holds the private key.
 *
 * @throws OperationError ERR_INVALID_ARGUMENT for a value that no file can hold: a number out of its range, a command with `#` or of
 *   several lines
 */
export function formatConfiguration(configuration: PrintableConfiguration): string {
  const keys = configuration.peers.map(({ publicKey }) => publicKey.base64())
  if (new Set(keys).size < keys.length) throw unprintable('PublicKey', 'is that of more than one peer')
  const head = `[Interface]\n${printed(interfaceFields, configuration)}\n`
  return head + configuration.peers.map(formatPeer).join('\n')
}

/** A `[Peer]` section. */
export function formatPeer(peer: ConfigurationPeer): string {
  return `[Peer]\n${printed(peerFields, peer)}`
}

function printed<Values extends object>(fields: FieldTable<Values>, values: Partial<Values>): string {
  const names = Object.keys(fields) as (keyof Values & string)[]
  return names
    .flatMap((name) => {
      const field: Field<NonNullable<Values[typeof name]>> = fields[name]
      const items = printedItems(field, name in quickFields, values[name])
      return linesOfItems(field, items).map((line) => `${field.key} = ${line}\n`)
    })
    .join('')
}

/** The items of a value, after a check that they are read again as what they are. Throws ERR_INVALID_ARGUMENT. */
export function printedItems<Value>(
  field: Field<Value>,
  isQuick: boolean,
  value: Value | undefined | null,
): readonly string[] {
  if (value === undefined || value === null) return []
  const items = field.print(value)
  if (!readsBack(field, isQuick, items)) throw unprintable(field.key, 'cannot stand in a configuration file')
  return items
}

/** To the letter. */
function readsBack<Value>(field: Field<Value>, isQuick: boolean, items: readonly string[]): boolean {
  let value: Value | undefined
  for (const text of linesOfItems(field, items)) {
    const [line, ...more] = linesOf(text)
    if (line === undefined || more.length > 0 || line.comment !== undefined || text.includes('\0'))
      return false
    try {
      value = field.read(isQuick ? line.content.trim() : line.content.compact(), value)
    } catch (error) {
      if (isOperationError(error)) return false
      throw error
    }
  }
  const again = value === undefined ? [] : field.print(value)
  return again.length === items.length && again.every((text, at) => text === items[at])
}

import { checkNumber } from '../netlink/arguments.js'
import type { RawAttribute, ReceivedAttribute } from '../netlink/raw-attributes.js'
import { type AttributeType, readAttributes, refusedValue } from './attribute-type.js'

/** Attributes by the names that a program gives them: their number in the family's header, and their type. */
export type AttributeFields = Readonly<Record<string, readonly [number, AttributeType<unknown>]>>

/** What a set of attributes says. What is absent is not sent, or was not there. */
export type AttributeValues<Fields extends AttributeFields> = {
  readonly [Name in keyof Fields]?:
    | (Fields[Name][1] extends AttributeType<infer Value> ? Value : never)
    | undefined
}

/**
 * Attributes that stand together, in a message or inside of another attribute: between values by name and what is sent.
 *
 * Source of numbers and types: the header of the family below /usr/include/linux, or its file in Documentation/netlink/specs of
 * the kernel.
 */
export class AttributeSet<const Fields extends AttributeFields> {
  readonly #fields: Fields
  readonly #byType: ReadonlyMap<number, readonly [string, AttributeType<unknown>]>

  /** @throws OperationError ERR_INVALID_ARGUMENT where a number is none of an attribute */
  constructor(fields: Fields) {
    for (const [type] of Object.values(fields))
      checkNumber(type, 'type of an attribute', 'attributes.define', 1, 0x3fff)
    this.#fields = fields
    this.#byType = new Map(Object.entries(fields).map(([name, [type, kind]]) => [type, [name, kind]]))
  }

  /** In the order of `values`. @throws OperationError ERR_INVALID_ARGUMENT where a value does not fit, or has no such name */
  write(values: AttributeValues<Fields>): readonly RawAttribute[] {
    return this.#write(values, '')
  }

  /** What the set does not know is left out. @throws OperationError EBADMSG where an attribute has not the size of its type */
  read(attributes: readonly ReceivedAttribute[]): AttributeValues<Fields> {
    return this.#read(attributes, '')
  }

  /** The type of an attribute with this set inside. */
  nested(): AttributeType<AttributeValues<Fields>> {
    return {
      write: (values, place) => this.#write(values, `${place}/`),
      read: (data, place) => this.#read(readAttributes(data, place), `${place}/`),
    }
  }

  #write(values: AttributeValues<Fields>, path: string): readonly RawAttribute[] {
    if (typeof values !== 'object' || values === null)
      throw refusedValue(path.slice(0, -1), 'must be an object with its attributes by name')
    return Object.entries(values).flatMap(([name, value]) => {
      const place = path + name
      const field = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
      if (!field) throw refusedValue(place, 'is unknown')
      if (value === undefined) return []
      const [type, kind] = field
      const items = kind.items ? itemsOf(value, place) : [value]
      return items.flatMap((item) => {
        const data = (kind.items ?? kind).write(item, place)
        return data === undefined ? [] : [{ type, data, name }]
      })
    })
  }

  #read(attributes: readonly ReceivedAttribute[], path: string): AttributeValues<Fields> {
    const values = new Map<string, unknown>()
    for (const { type, data } of attributes) {
      const [name, kind] = this.#byType.get(type) ?? []
      if (name === undefined || !kind) continue
      const place = path + name
      if (!kind.items) values.set(name, kind.read(data, place))
      else values.set(name, [...((values.get(name) as unknown[]) ?? []), kind.items.read(data, place)])
    }
    return Object.freeze(Object.fromEntries(values)) as AttributeValues<Fields>
  }
}

function itemsOf(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refusedValue(place, 'must be an array')
  return value
}

/** A value in somebody else's JSON, with its place in it, so that an error can name it. */
import { oneLine } from './one-line.js'

/** What is wrong with a value: `TunnelConfig.endpoint is "nonsense", not an endpoint`. Its reader makes an OperationError of it. */
export class FieldError extends Error {}

export class Field {
  readonly #path: string
  readonly value: unknown

  /** `path` is empty for the whole JSON. */
  constructor(path: string, value: unknown) {
    this.#path = path
    this.value = value
  }

  /** An error about this field. */
  wrong(problem: string): FieldError {
    return new FieldError(`${this.#path === '' ? 'it' : this.#path} ${problem}`)
  }

  /** The value as JSON, cut to fit a message. */
  shown(): string {
    return oneLine(JSON.stringify(this.value), 80)
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.wrong(`is ${kindOf(this.value)}, not a text`)
    return this.value
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.wrong(`is ${kindOf(this.value)}, not a number`)
    return this.value
  }

  /** The value of a text by a function that throws where the text is not `expected`. */
  read<T>(expected: string, parse: (text: string) => T): T {
    const text = this.text()
    try {
      return parse(text)
    } catch {
      throw this.wrong(`is ${this.shown()}, not ${expected}`)
    }
  }

  /** The items of a list, each named by its place unless it is the only one. */
  items(): Field[] {
    const list: unknown = this.value
    if (!Array.isArray(list)) throw this.wrong(`is ${kindOf(list)}, not a list`)
    return list.map(
      (item, index) => new Field(list.length === 1 ? this.#path : `${this.#path}[${index}]`, item),
    )
  }

  /** A property of an object that must be there. */
  required(name: string): Field {
    const field = this.optional(name)
    if (field === undefined) throw this.wrong(`has no ${name}`)
    return field
  }

  /** The properties of an object. */
  entries(): [string, Field][] {
    return Object.entries(this.#object()).map(([name, value]) => [name, this.#child(name, value)])
  }

  /** A property of an object; null counts as absent. */
  optional(name: string): Field | undefined {
    const object = this.#object()
    const value = Object.hasOwn(object, name) ? object[name] : undefined
    return value === undefined || value === null ? undefined : this.#child(name, value)
  }

  #object(): Record<string, unknown> {
    const object = this.value
    if (typeof object !== 'object' || object === null || Array.isArray(object)) {
      throw this.wrong(`is ${kindOf(object)}, not an object`)
    }
    return object as Record<string, unknown>
  }

  #child(name: string, value: unknown): Field {
    return new Field(this.#path === '' ? name : `${this.#path}.${name}`, value)
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** The fields of a recipe file, one by one: there or not, and of the right kind. */
import type { OperationError } from '../../errors/operation-error.js'

export type Check<T> = (value: unknown) => value is T

/** Throws what `refuse` makes of a problem: "has no chart". A field that is null counts as absent. */
export class RecipeFields {
  readonly #data: Readonly<Record<string, unknown>>
  readonly refuse: (problem: string) => OperationError

  constructor(data: unknown, refuse: (problem: string) => OperationError) {
    if (data === undefined || data === null) throw refuse('is empty')
    if (!mapping(data)) throw refuse('is malformed: it must be a mapping of names to values')
    this.#data = data
    this.refuse = refuse
  }

  names(): readonly string[] {
    return Object.keys(this.#data)
  }

  has(name: string): boolean {
    return (this.#data[name] ?? undefined) !== undefined
  }

  required<T>(name: string, isRight: Check<T>, what: string): T {
    const value = this.#data[name]
    if (!this.has(name)) throw this.refuse(`has no ${name}`)
    if (!isRight(value)) throw this.refuse(`is malformed: ${name} must be ${what}`)
    return value
  }

  optional<T>(name: string, isRight: Check<T>, what: string): T | undefined {
    return this.has(name) ? this.required(name, isRight, what) : undefined
  }
}

export function string(value: unknown): value is string {
  return typeof value === 'string'
}

export function text(value: unknown): value is string {
  return string(value) && value !== ''
}

export function boolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

export function mapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function command(value: unknown): value is readonly [string, ...string[]] {
  return Array.isArray(value) && text(value[0]) && value.every(argument)
}

export function environment(value: unknown): value is Readonly<Record<string, string>> {
  return mapping(value) && Object.entries(value).every(([name, it]) => /^[^=\0]+$/.test(name) && argument(it))
}

export function ports(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((it) => Number.isInteger(it) && it >= 1 && it <= 65535)
}

/** One label of a DNS name in lower case (RFC 1035, 2.3.1, a digit at its start allowed). */
export function label(value: unknown): value is string {
  return string(value) && /^(?!-)[a-z\d-]{1,63}(?<!-)$/.test(value)
}

export function labels(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(label)
}

/** What execve(2) can take. */
function argument(value: unknown): value is string {
  return string(value) && !value.includes('\0')
}

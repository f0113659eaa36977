import { OperationError } from '../errors/operation-error.js'
import type { Excerpt } from './excerpt.js'

/** A key of a configuration file: how its values are read and printed. */
export interface Field<Value> {
  /** As wg(8) and wg-quick(8) print it. */
  readonly key: string
  /** The value after one more line of this key; `before` is that of the lines above. Throws ERR_CONFIGURATION. */
  read(text: Excerpt, before: Value | undefined): Value | undefined
  /** What the value consists of, in order. Throws ERR_INVALID_ARGUMENT. */
  print(value: Value): readonly string[]
  /** What stands between items on one line; undefined: each has a line of its own. */
  readonly separator?: string
}

/** A key of which the last line counts. */
export function single<Value>(
  key: string,
  read: (text: Excerpt) => Value | undefined,
  print: (value: Value) => string,
): Field<Value> {
  return { key, read, print: (value) => [print(value)] }
}

/** A key whose lines add up. */
export function list<Item>(
  key: string,
  read: (text: Excerpt) => readonly Item[],
  print: (item: Item) => string,
): Field<readonly Item[]> {
  return {
    key,
    read: (text, before = []) => Object.freeze([...before, ...read(text)]),
    print: (items) => items.map(print),
  }
}

/** The lines of printed items, without their key. */
export function linesOfItems(
  { separator }: Pick<Field<unknown>, 'separator'>,
  items: readonly string[],
): readonly string[] {
  return separator === undefined || items.length === 0 ? items : [items.join(separator)]
}

/** The error for a value that no configuration file can hold. It is not shown: it may be a secret. */
export function unprintable(key: string, problem: string): OperationError {
  return new OperationError(`This value of ${key} ${problem}`, {
    code: 'ERR_INVALID_ARGUMENT',
    operation: 'configuration.format',
    subject: key,
  })
}

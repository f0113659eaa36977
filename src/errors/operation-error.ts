import type { Code } from './codes.js'

/** What is known of the effect of a failed operation. `unknown`: it was sent, and nobody waited for the answer. */
export type Outcome = 'not-applied' | 'partly-applied' | 'unknown'

/** Everything that an {@link OperationError} tells besides its message. */
export interface OperationErrorFields {
  /** One of ours (`ERR_…`, see docs/errors.md) or the kernel's name of an errno (`EPERM`). Compare this, never the message. */
  readonly code: Code | `E${string}`
  /** What was tried: `link.create`, `tier1.deploy`. */
  readonly operation: string
  /** What it was tried on: a link's name, a URL, a path. */
  readonly subject?: string | undefined
  /** The kernel's errno, negative as Node's own. */
  readonly errno?: number | undefined
  /** The kernel's or the server's own words. */
  readonly detail?: string | undefined
  /** The netlink attribute that the kernel refused, by name: `IFLA_IFNAME`. */
  readonly attribute?: string | undefined
  /** Where in a text, both from 1; columns are counted in UTF-16 units, as a string's length is. */
  readonly position?: { readonly line: number; readonly column: number } | undefined
  /** Default: `not-applied`. */
  readonly outcome?: Outcome | undefined
  /** What the reader can do about it, as a full sentence. */
  readonly remedy?: string | undefined
  /** The error behind it. */
  readonly cause?: unknown
}

const brand = Symbol.for('sinfonia-tier3.OperationError')

/** The one class of error that this package throws on purpose. Everything else that comes out of it is a bug. */
export class OperationError extends Error {
  /** See {@link OperationErrorFields.code}. */
  readonly code: Code | `E${string}`
  /** See {@link OperationErrorFields.operation}. */
  readonly operation: string
  /** See {@link OperationErrorFields.subject}. */
  readonly subject: string | undefined
  /** See {@link OperationErrorFields.errno}. */
  readonly errno: number | undefined
  /** See {@link OperationErrorFields.detail}. */
  readonly detail: string | undefined
  /** See {@link OperationErrorFields.attribute}. */
  readonly attribute: string | undefined
  /** See {@link OperationErrorFields.position}. */
  readonly position: { readonly line: number; readonly column: number } | undefined
  /** What is known of the effect. */
  readonly outcome: Outcome
  /** See {@link OperationErrorFields.remedy}. */
  readonly remedy: string | undefined

  constructor(message: string, fields: OperationErrorFields) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.code = fields.code
    this.operation = fields.operation
    this.subject = fields.subject
    this.errno = fields.errno
    this.detail = fields.detail
    this.attribute = fields.attribute
    this.position = fields.position
    this.outcome = fields.outcome ?? 'not-applied'
    this.remedy = fields.remedy
    Object.defineProperty(this, brand, { value: true })
  }
}
Object.defineProperty(OperationError.prototype, 'name', { value: 'OperationError' })

/** True for an {@link OperationError}, also one of another copy of this package, where `instanceof` is false. */
export function isOperationError(error: unknown): error is OperationError {
  return error instanceof Error && brand in error
}

/** One conversation with the kernel: turns its refusals into errors, and lets callers stop waiting. */
import type { NativeFailure } from '../addon/binding.js'
import type { NativeGenericConversation } from '../addon/generic-conversation.js'
import type { NativeRouteConversation } from '../addon/route-conversation.js'
import { AbortListeners } from '../errors/abort-listeners.js'
import { OperationError } from '../errors/operation-error.js'
import { type Attempt, refused } from './refusal.js'

/** What every request takes. */
export interface RequestOptions {
  /**
   * Aborts the waiting; what was sent cannot be called back, and the error's outcome is `unknown`. Of several requests that make one
   * operation, those behind the first change that was made are not aborted.
   */
  readonly signal?: AbortSignal | undefined
}

/** Of NETLINK_ROUTE: links, addresses, routes. */
export type RouteConversation = Conversation<NativeRouteConversation>
/** Of NETLINK_GENERIC: WireGuard. */
export type GenericConversation = Conversation<NativeGenericConversation>

export class Conversation<Native extends { close(): void }> {
  readonly #native: Native
  readonly #inFlight = new Set<Promise<unknown>>()
  readonly #aborts = new AbortListeners()
  #closed: Promise<void> | undefined

  constructor(native: Native) {
    this.#native = native
  }

  /** Makes a request. Rejects with OperationError: ERR_CLOSED, ERR_ABORTED, or the kernel's. */
  async request<Answer>(
    attempt: Attempt,
    options: RequestOptions,
    send: (native: Native) => Promise<Answer>,
  ): Promise<Answer> {
    if (this.#closed) throw closed(attempt)
    throwIfAborted(options.signal, attempt)
    const answer = send(this.#native)
    const settled = answer.then(ignore, ignore)
    this.#inFlight.add(settled)
    void settled.then(() => this.#inFlight.delete(settled))
    try {
      return await this.#aborts.unless(answer, options.signal, (signal) => aborted(signal, attempt, true))
    } catch (error) {
      throw explained(error, attempt)
    }
  }

  /** Waits until no request is under way, and the socket is closed. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#native.close()
    await Promise.all(this.#inFlight)
  }
}

/** Throws ERR_ABORTED where the signal has fired before anything was sent. */
export function throwIfAborted(signal: AbortSignal | undefined, attempt: Attempt): void {
  if (signal?.aborted) throw aborted(signal, attempt, false)
}

/** The error for a caller who aborted; `sent`: the kernel has been asked. */
export function aborted(signal: AbortSignal, attempt: Attempt, sent: boolean): OperationError {
  return new OperationError(`the caller aborted the attempt to ${attempt.doing}`, {
    code: 'ERR_ABORTED',
    operation: attempt.operation,
    subject: attempt.subject,
    outcome: sent && attempt.changes ? 'unknown' : 'not-applied',
    cause: signal.reason,
  })
}

/** A refusal, where the waiting for an answer was not ended on this side. */
export function unlessEnded(error: unknown): OperationError {
  if (error instanceof OperationError && error.code !== 'ERR_ABORTED' && error.code !== 'ERR_CLOSED')
    return error
  throw error
}

function closed(attempt: Attempt): OperationError {
  return new OperationError(`cannot ${attempt.doing}: the network has been closed`, {
    code: 'ERR_CLOSED',
    operation: attempt.operation,
    subject: attempt.subject,
  })
}

/** As an OperationError, where it is a refusal of the kernel. */
export function explained(error: unknown, attempt: Attempt): unknown {
  if (!isNativeFailure(error)) return error
  // Of a conversation that was closed before the pool came to the request.
  return error.code === 'ECANCELED' && error.syscall === 'close' ? closed(attempt) : refused(error, attempt)
}

function isNativeFailure(error: unknown): error is NativeFailure {
  return error instanceof Error && 'syscall' in error && 'errno' in error && 'code' in error
}

function ignore(): void {}

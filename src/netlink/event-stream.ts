/** What the kernel tells unasked, one after another, as an async iterable. */
import type { AbortListeners } from '../errors/abort-listeners.js'
import { aborted, explained, type RequestOptions } from './conversation.js'
import type { Attempt } from './refusal.js'

interface Closable {
  close(): void
}

/** Where events come from. */
export interface EventSource<Event> extends Closable {
  /** Some, or none yet. */
  next(): Promise<readonly Event[]>
}

/** What the streams of one network share. */
export interface EventStreams {
  readonly aborts: AbortListeners
  /** Those that have not ended. */
  readonly open: Set<Closable>
}

/** Calls `opened` as soon as there is something to close. */
export type OpenSource<Event> = (opened: (source: Closable) => void) => Promise<EventSource<Event>>

/** They wait in the kernel until they are asked for; where that has no more room the next one is `lost`. */
export abstract class EventStream<Event> implements AsyncIterableIterator<Event, undefined>, AsyncDisposable {
  /** Resolves when it hears: of what is changed from then on, every event comes. Rejects as the first {@link next} does. */
  readonly ready: Promise<void>
  readonly #attempt: Attempt
  readonly #streams: EventStreams
  readonly #forgetSignal: () => void
  readonly #opened: Promise<EventSource<Event>>
  #source: Closable | undefined
  #events: Event[] = []
  #lastTurn: Promise<unknown> = Promise.resolve()
  #refuseReady: (failure: unknown) => void = ignore
  #isOver = false
  /** To be thrown once. */
  #failure: unknown

  /** @internal */
  protected constructor(
    open: OpenSource<Event>,
    attempt: Attempt,
    streams: EventStreams,
    { signal }: RequestOptions,
  ) {
    this.#attempt = attempt
    this.#streams = streams
    const abort = () => signal && this.#end(aborted(signal, attempt, false))
    this.#forgetSignal = signal ? streams.aborts.add(signal, abort) : ignore
    streams.open.add(this)
    this.#opened = open((source) => {
      this.#source = source
      if (this.#isOver) source.close()
    })
    this.ready = new Promise((resolve, reject) => {
      this.#refuseReady = reject
      this.#opened.then(() => resolve(), reject)
    })
    // Whoever calls next() hears of it.
    this.ready.catch(ignore)
    if (signal?.aborted) abort()
  }

  /** The next event, after those of earlier calls. */
  next(): Promise<IteratorResult<Event, undefined>> {
    const turn = this.#lastTurn.then(() => this.#next())
    this.#lastTurn = turn.catch(ignore)
    return turn
  }

  /** Ends it, also under a `next` that waits. What has not been asked for is dropped. Idempotent. */
  close(): void {
    this.#end(undefined)
  }

  /** Ends it; `for await` calls this. */
  async return(): Promise<IteratorResult<Event, undefined>> {
    this.close()
    return { done: true, value: undefined }
  }

  /** Itself: it is gone through once. */
  [Symbol.asyncIterator](): this {
    return this
  }

  /** As {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async #next(): Promise<IteratorResult<Event, undefined>> {
    while (!this.#isOver) {
      const value = this.#events.shift()
      if (value !== undefined) return { done: false, value }
      await this.#receive().catch((error: unknown) => this.#end(explained(error, this.#attempt)))
    }
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
    return { done: true, value: undefined }
  }

  async #receive(): Promise<void> {
    const source = await this.#opened
    const events = await source.next()
    if (!this.#isOver) this.#events.push(...events)
  }

  /** The first reason counts. */
  #end(failure: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#failure = failure
    if (failure !== undefined) this.#refuseReady(failure)
    this.#events = []
    this.#forgetSignal()
    this.#source?.close()
    this.#streams.open.delete(this)
  }
}

function ignore(): void {}

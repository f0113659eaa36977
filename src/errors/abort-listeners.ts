/** Hears of aborts for many requests with one listener a signal: Node warns of a leak from the eleventh on. */
export class AbortListeners {
  readonly #waiting = new Map<AbortSignal, Set<() => void>>()

  /** Calls `abort` once when the signal fires. Returns what takes it back. */
  add(signal: AbortSignal, abort: () => void): () => void {
    const waiting = this.#waiting.get(signal) ?? this.#listen(signal)
    waiting.add(abort)
    return () => {
      waiting.delete(abort)
      if (waiting.size === 0) this.#forget(signal)
    }
  }

  /** What `work` comes to, or rejects with `reason` once the signal has fired: nobody waits for the work then. */
  unless<Result>(
    work: Promise<Result>,
    signal: AbortSignal | undefined,
    reason: (signal: AbortSignal) => Error,
  ): Promise<Result> {
    if (!signal) return work
    return new Promise((resolve, reject) => {
      const abort = () => reject(reason(signal))
      const forget = this.add(signal, abort)
      if (signal.aborted) abort()
      work.then(resolve, reject).finally(forget)
    })
  }

  #listen(signal: AbortSignal): Set<() => void> {
    const waiting = new Set<() => void>()
    this.#waiting.set(signal, waiting)
    signal.addEventListener('abort', this.#fire)
    return waiting
  }

  #forget(signal: AbortSignal): void {
    signal.removeEventListener('abort', this.#fire)
    this.#waiting.delete(signal)
  }

  readonly #fire = (event: Event): void => {
    const signal = event.target as AbortSignal
    for (const abort of this.#waiting.get(signal) ?? []) abort()
  }
}

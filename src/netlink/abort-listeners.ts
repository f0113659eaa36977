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

/** Time, as far as a lease needs it: tests have one of their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls once after so many milliseconds; what it returns cancels. Keeps no process alive. */
  after(milliseconds: number, call: () => void): () => void
}

/** What setTimeout can count to: 24.8 days. */
const longestTimer = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, Math.min(milliseconds, longestTimer)).unref()
    return () => clearTimeout(timer)
  },
}

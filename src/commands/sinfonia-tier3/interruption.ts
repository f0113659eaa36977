const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Turns the first signal that ends a program into an AbortSignal, so that nothing is left behind by it; the second ends it at once. */
export class Interruption {
  readonly #controller = new AbortController()
  #received: NodeJS.Signals | undefined
  #notify: () => void = () => {}

  /** Resolves when one of the signals has come. */
  readonly received = new Promise<void>((resolve) => {
    this.#notify = resolve
  })

  constructor() {
    for (const signal of signals) process.on(signal, () => this.#interrupt(signal))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** From now on these signals end this process at once. */
  release(): void {
    for (const signal of signals) process.removeAllListeners(signal)
  }

  /** Ends this process by the signal that it received, so that the shell sees what happened. Returns where there was none. */
  die(): void {
    if (this.#received) this.#end(this.#received)
  }

  #interrupt(signal: NodeJS.Signals): void {
    if (this.#received) this.#end(signal)
    this.#received = signal
    this.#controller.abort()
    this.#notify()
  }

  #end(signal: NodeJS.Signals): void {
    this.release()
    process.kill(process.pid, signal)
  }
}

import type { Clock } from './clock.js'

export interface LeaseOptions {
  /** How long a tunnel may be silent: milliseconds. */
  readonly duration: number
  /** When the tunnel was last seen alive. */
  readonly lastHandshake: () => Promise<Date | undefined>
  /** Called once, when the lease has run out, or with the error where the tunnel could not be asked. */
  readonly onExpired: (error?: unknown) => void
  readonly clock: Clock
}

/** Runs out when there has been neither a request nor a handshake for its duration; looks only when it could have. */
export class Lease {
  readonly #options: LeaseOptions
  #lastSeen: number
  #cancel: (() => void) | undefined
  #ended = false

  constructor(options: LeaseOptions) {
    this.#options = options
    this.#lastSeen = options.clock.now()
    this.#wait()
  }

  /** The client has asked again: it gets the whole time anew. */
  renew(): void {
    this.#lastSeen = this.#options.clock.now()
  }

  /** Nothing is called any more. Idempotent. */
  end(): void {
    this.#ended = true
    this.#cancel?.()
  }

  #remaining(): number {
    const { clock, duration } = this.#options
    const silent = Math.max(clock.now() - this.#lastSeen, 0) // less than 0: the clock was set back
    return duration - silent
  }

  #wait(): void {
    this.#cancel = this.#options.clock.after(this.#remaining(), () => this.#look())
  }

  #look(): void {
    this.#options.lastHandshake().then(
      (handshake) => this.#decide(handshake),
      (error: unknown) => this.#expire(error),
    )
  }

  #decide(handshake: Date | undefined): void {
    this.#lastSeen = Math.max(this.#lastSeen, handshake?.getTime() ?? 0)
    if (this.#remaining() <= 0) this.#expire()
    else if (!this.#ended) this.#wait()
  }

  #expire(error?: unknown): void {
    if (this.#ended) return
    this.end()
    this.#options.onExpired(error)
  }
}

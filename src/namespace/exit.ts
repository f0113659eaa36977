/** The end of an application, as wait(2) has it. */
export interface Exit {
  /** Known from the moment that the keeper tells it, ahead of what waits for the promise. */
  readonly status: number | undefined
  /** Rejects when the keeper is gone. Nobody has to wait for it. */
  readonly settled: Promise<number>
}

export class PendingExit implements Exit {
  status: number | undefined
  readonly settled: Promise<number>
  #resolve: (status: number) => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor() {
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.settled.catch(() => undefined)
  }

  settle(status: number): void {
    this.status = status
    this.#resolve(status)
  }

  fail(error: Error): void {
    this.#reject(error)
  }
}

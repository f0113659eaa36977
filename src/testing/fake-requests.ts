import { type FakeErrno, failure } from './failure.js'

/** Whether a request is refused before it is looked at: by its name, `RTM_NEWLINK`, and whether it changes something. */
export type Gate = (request: string, changes: boolean) => FakeErrno | undefined

/** What the requests of one conversation have in common. */
export class FakeRequests {
  readonly #gate: Gate
  #isClosed = false

  constructor(gate: Gate) {
    this.#gate = gate
  }

  readonly read = <Answer>(request: string, answer: () => Answer): Promise<Answer> =>
    this.#make(request, false, answer)

  readonly change = <Answer>(request: string, answer: () => Answer): Promise<Answer> =>
    this.#make(request, true, answer)

  close(): void {
    this.#isClosed = true
  }

  /** In order, and answered a turn later, as a real one is. */
  async #make<Answer>(request: string, changes: boolean, answer: () => Answer): Promise<Answer> {
    if (this.#isClosed) throw failure('EBADF', 'close')
    const refusal = this.#gate(request, changes)
    if (refusal) throw failure(refusal, request)
    return answer()
  }
}

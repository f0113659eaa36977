import type { NativeEvent, NativeTopics, NativeWatch } from '../addon/native-watch.js'
import { failure } from './failure.js'

/** Events of a fake namespace, until they are asked for. */
export class FakeWatch implements NativeWatch {
  readonly #topics: NativeTopics
  readonly #forget: (watch: FakeWatch) => void
  #events: NativeEvent[] = []
  #waiting: PromiseWithResolvers | undefined
  #isClosed = false

  constructor(topics: NativeTopics, forget: (watch: FakeWatch) => void) {
    this.#topics = topics
    this.#forget = forget
  }

  tell(event: NativeEvent): void {
    const isWanted = Object.entries(this.#topics).some(([topic, wanted]) => wanted && topic in event)
    if (!isWanted && !event.lost) return
    this.#events.push(event)
    this.#waiting?.resolve(this.#events.splice(0))
    this.#waiting = undefined
  }

  async next(): Promise<NativeEvent[]> {
    if (this.#isClosed) throw failure('EBADF', 'recvmsg')
    if (this.#waiting) throw failure('EBUSY', 'recvmsg')
    if (this.#events.length > 0) return this.#events.splice(0)
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  close(): void {
    this.#isClosed = true
    this.#forget(this)
    this.#waiting?.reject(failure('ECANCELED', 'close'))
    this.#waiting = undefined
  }
}

interface PromiseWithResolvers {
  resolve(events: NativeEvent[]): void
  reject(reason: Error): void
}

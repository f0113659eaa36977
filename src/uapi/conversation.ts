import { once } from 'node:events'
import type { ConnectOpts, Socket, SocketConstructorOpts } from 'node:net'
import { readAnswer, type UapiAnswer } from './decode.js'
import { wipeDevice } from './model.js'
import { Received } from './received.js'

/** The socket came to its end, or was closed, before an answer. */
export class UapiEnded extends Error {}
/** The answer is none of the protocol. */
export class UapiMalformed extends Error {}

interface Waiter {
  resolve(answer: UapiAnswer): void
  reject(error: Error): void
}

const chunkSize = 64 * 1024
/** Of one answer, in bytes: some hundred thousand peers. */
const longestAnswer = 64 * 1024 * 1024

/** One request after the other over a stream socket, which it owns. Keeps the process alive while an answer is waited for. */
export class UapiConversation {
  readonly #socket: Socket
  readonly #received = new Received()
  readonly #waiters: Waiter[] = []
  /** Resolves when the socket has been closed, by whomever. */
  readonly ended: Promise<void>
  #malformed = false

  private constructor(options: { fd?: number }) {
    // Without a buffer of ours, keys would stay in Node's.
    const onread = {
      buffer: Buffer.alloc(chunkSize),
      callback: (size: number, chunk: Uint8Array) => this.#read(size, chunk),
    }
    const withBuffer: SocketConstructorOpts & ConnectOpts = {
      ...options,
      readable: true,
      writable: true,
      onread,
    }
    // Loaded at its first use, for most programs that speak to the kernel's WireGuard have none.
    const { Socket } = process.getBuiltinModule('node:net')
    this.#socket = new Socket(withBuffer)
    this.#socket.on('error', () => this.#socket.destroy())
    this.ended = new Promise((resolve) => {
      this.#socket.once('close', () => {
        this.#abandon()
        resolve()
      })
    })
  }

  /** Takes a connected socket over. */
  static over(descriptor: number): UapiConversation {
    const conversation = new UapiConversation({ fd: descriptor })
    conversation.#socket.unref()
    return conversation
  }

  /** Rejects with what connect(2) says: ECONNREFUSED where nobody listens any more. */
  static async connect(path: string): Promise<UapiConversation> {
    const conversation = new UapiConversation({})
    conversation.#socket.connect({ path })
    await once(conversation.#socket, 'connect')
    conversation.#socket.unref()
    return conversation
  }

  /** Sends a request, wipes it, and resolves with the answer, whose keys the caller wipes. Rejects with UapiEnded or UapiMalformed. */
  async request(request: Uint8Array): Promise<UapiAnswer> {
    try {
      return await new Promise<UapiAnswer>((resolve, reject) => {
        if (this.#socket.destroyed) throw new UapiEnded()
        this.#waiters.push({ resolve, reject })
        this.#socket.ref()
        this.#socket.write(request, () => request.fill(0))
      })
    } catch (error) {
      request.fill(0)
      throw error
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(size: number, chunk: Uint8Array): boolean {
    const came = chunk.subarray(0, size)
    let from = this.#received.length
    this.#received.append(came)
    came.fill(0)
    for (let answer = this.#received.take(from); answer; answer = this.#received.take(from)) {
      this.#settle(answer)
      from = 0
    }
    if (this.#received.length > longestAnswer) this.#break()
    return true
  }

  #settle(bytes: Uint8Array): void {
    const answer = readAnswer(bytes)
    bytes.fill(0)
    if (!answer) {
      this.#break()
      return
    }
    const waiter = this.#waiters.shift()
    if (waiter) waiter.resolve(answer)
    else wipeDevice(answer.device)
    if (this.#waiters.length === 0) this.#socket.unref()
  }

  #break(): void {
    this.#malformed = true
    this.#socket.destroy()
  }

  #abandon(): void {
    this.#received.wipe()
    for (const waiter of this.#waiters.splice(0)) {
      waiter.reject(this.#malformed ? new UapiMalformed() : new UapiEnded())
    }
  }
}

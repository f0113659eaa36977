import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { addon } from '../addon/load.js'
import { startWithSockets } from '../addon/socket-pairs.js'
import { streamOver } from '../addon/stream.js'
import { AbortListeners } from '../errors/abort-listeners.js'
import { aborted, throwIfAborted } from '../errors/aborted.js'
import { OperationError, type Outcome } from '../errors/operation-error.js'
import { type Exit, PendingExit } from './exit.js'
import type { Launcher } from './launcher.js'
import { Answer, End, type Frame, FrameReader, FrameWriter, PayloadReader, Request } from './protocol.js'
import { readRefusal, refusalError } from './refusal.js'

/** What the keeper says to a request: DONE, STARTED or READY. */
export interface KeeperAnswer {
  readonly payload: PayloadReader
  readonly descriptors: readonly number[]
}

/** What the keeper is asked for. */
export interface KeeperRequest {
  readonly kind: number
  readonly payload: FrameWriter
  /** What its errors say was tried. */
  readonly operation: string
  /** Descriptors that go with it, the caller's: they must stay open until the answer. */
  readonly send?: readonly number[] | undefined
  /** How many come with the answer. */
  readonly receive?: number | undefined
  /** Aborted before it is its turn: it is not sent. */
  readonly signal?: AbortSignal | undefined
}

interface Expected {
  readonly operation: string
  resolve(frame: Frame): void
  reject(error: Error): void
}

/** One byte to carry descriptors. */
const carrier = Buffer.alloc(1)

/** The launcher as a process that holds namespaces: this end of its two sockets. */
export class Keeper {
  readonly #process: ChildProcess
  /** Frames. Owns its descriptor. */
  readonly #control: Socket
  readonly #controlDescriptor: number
  /** Descriptors, ahead of the frames that speak of them. */
  readonly #libexec: string | undefined
  readonly #descriptorSocket: number
  readonly #frames = new FrameReader()
  readonly #exits = new Map<number, PendingExit>()
  #expected: Expected | undefined
  #queue: Promise<unknown>
  #holds = 0
  #closing = false
  readonly #aborts = new AbortListeners()
  readonly #begun = new WeakSet<KeeperRequest>()
  /** Why it is gone. */
  #loss: Loss | undefined

  /** The first answer: READY. */
  readonly ready: Promise<KeeperAnswer>
  /** Resolves when the process has ended: with an error where nobody closed it. Every application has ended then, too. */
  readonly ended: Promise<OperationError | undefined>

  /**
   * Starts the process before it returns.
   *
   * @param descriptors - how many come with READY
   * @param networkNamespace - the one to enter, which stays the caller's; absent: a new one
   * @param libexec - where `setup` installs to, if not in its default directory
   */
  constructor(
    { path, ...user }: Launcher,
    args: readonly string[],
    descriptors: number,
    networkNamespace?: number,
    libexec?: string,
  ) {
    this.#libexec = libexec
    const existing = networkNamespace === undefined ? [] : [networkNamespace]
    const { started, sockets } = startWithSockets((keeperControl, keeperDescriptorSocket) =>
      spawn(path, ['keep', ...args], {
        stdio: ['inherit', 'inherit', 'inherit', keeperControl, keeperDescriptorSocket, ...existing],
        ...user,
      }),
    )
    const [control, descriptorSocket] = sockets
    this.#process = started
    this.#controlDescriptor = control
    this.#descriptorSocket = descriptorSocket
    this.#control = streamOver(control, { readable: true, writable: true, allowHalfOpen: true })
    this.#process.unref()
    this.#control.unref()
    this.ended = this.#watch()
    this.ready = this.#answer(this.#expect(start), descriptors, start)
    this.#queue = this.ready.catch(() => undefined)
  }

  /**
   * Sends a request when those before it are answered. Rejects with the keeper's refusal, with ERR_ABORTED before it was sent, or
   * with ERR_LAUNCHER or ERR_CLOSED where the keeper is gone.
   *
   * @throws OperationError ERR_INVALID_ARGUMENT where the payload is too large
   */
  request(request: KeeperRequest): Promise<KeeperAnswer> {
    const { kind, payload, operation, send, receive, signal } = request
    const frame = payload.frame(kind, operation)
    const answer = this.#queue.then(async () => {
      throwIfAborted(signal, operation)
      if (this.#loss) throw lostError(this.#loss, operation, 'not-applied')
      this.#begun.add(request)
      await this.#sendDescriptors(send ?? [], operation)
      const expected = this.#expect(operation)
      if (!this.#loss) this.#control.write(frame)
      return this.#answer(expected, receive ?? 0, operation)
    })
    this.#queue = answer.catch(() => undefined)
    return answer
  }

  /** The same, but an abort ends the waiting as well, with the outcome `unknown` once it is sent. What comes later is closed. */
  async requestUnlessAborted(request: KeeperRequest): Promise<KeeperAnswer> {
    const { operation, signal } = request
    throwIfAborted(signal, operation)
    const answer = this.request(request)
    try {
      return await this.#aborts.unless(answer, signal, (fired) =>
        aborted(fired, operation, this.#begun.has(request) ? 'unknown' : 'not-applied'),
      )
    } catch (error) {
      answer.then(({ descriptors }) => closeAll(descriptors), ignore)
      throw error
    }
  }

  /** Sends what has no answer. After the end it does nothing. */
  tell(kind: number, payload: FrameWriter): void {
    if (!this.#loss && this.#control.writable) this.#control.write(payload.frame(kind))
  }

  /** The exit of an application that is about to be started. */
  expectExit(application: number): Exit {
    const exit = new PendingExit()
    this.#exits.set(application, exit)
    return exit
  }

  /** The application was not started: its exit will not come. */
  forget(application: number): void {
    this.#exits.delete(application)
  }

  /** Keeps the event loop alive for as long as somebody waits; idle namespaces do not. */
  async hold<T>(work: Promise<T>): Promise<T> {
    if (this.#holds++ === 0) {
      this.#control.ref()
      this.#process.ref()
    }
    try {
      return await work
    } finally {
      if (--this.#holds === 0) {
        this.#control.unref()
        this.#process.unref()
      }
    }
  }

  /** The descriptor of the control socket, for the supervisor to go on with. Only to be used in the same turn. */
  handOver(): number {
    if (this.#loss) throw lostError(this.#loss, handingOver, 'not-applied')
    if (this.#expected || !this.#frames.isEmpty || this.#control.writableLength > 0) {
      throw lostError(this.#lossOf('is in the middle of a request'), handingOver, 'not-applied')
    }
    return this.#controlDescriptor
  }

  /** Ends every application and the process, and waits for it. Idempotent. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true
      this.tell(Request.end, new FrameWriter().u32(End.kill))
      this.#control.end()
    }
    await this.hold(this.ended)
    await this.#queue
  }

  async #watch(): Promise<OperationError | undefined> {
    const read = new Promise((resolve) => this.#control.once('end', resolve).once('close', resolve))
    const exited = new Promise<{ how: string; cause?: Error }>((resolve) => {
      this.#process.once('error', (cause) =>
        resolve({ how: `could not be started: ${cause.message}`, cause }),
      )
      this.#process.once('exit', (code, signal) =>
        resolve({ how: signal ? `was killed by ${signal}` : `ended with status ${code}` }),
      )
    })
    this.#control.on('data', (bytes: Buffer) => this.#receive(bytes))
    // Of a keeper that was killed in the middle of something; its end says the same.
    this.#control.on('error', () => undefined)
    const [{ how, cause }] = await Promise.all([exited, read])
    const loss = this.#lossOf(how, cause)
    this.#loss = loss
    this.#control.destroy()
    this.#expected?.reject(lostError(loss, this.#expected.operation, 'unknown'))
    for (const exit of this.#exits.values()) exit.fail(lostError(loss, 'application.exited', 'unknown'))
    void this.#queue.then(() => addon().closeDescriptor(this.#descriptorSocket))
    return this.#closing ? undefined : lostError(loss, 'namespace.ended', 'unknown')
  }

  #receive(bytes: Buffer): void {
    try {
      for (const frame of this.#frames.take(bytes)) this.#dispatch(frame)
    } catch (cause) {
      this.#control.destroy(new Error('the launcher sent what is not understood', { cause }))
    }
  }

  #dispatch(frame: Frame): void {
    if (frame.kind === Answer.stopped) return
    if (frame.kind === Answer.exited) {
      const payload = new PayloadReader(frame.payload)
      const application = payload.u32()
      this.#exits.get(application)?.settle(payload.u32())
      this.#exits.delete(application)
      return
    }
    const expected = this.#expected
    this.#expected = undefined
    if (frame.kind === Answer.failed)
      expected?.reject(refusalError(readRefusal(frame.payload), this.#libexec))
    else expected?.resolve(frame)
  }

  #expect(operation: string): Promise<Frame> {
    const frame = new Promise<Frame>((resolve, reject) => {
      this.#expected = { operation, resolve, reject }
      if (this.#loss) reject(lostError(this.#loss, operation, 'not-applied'))
    })
    return this.hold(frame)
  }

  async #answer(expected: Promise<Frame>, count: number, operation: string): Promise<KeeperAnswer> {
    const payload = new PayloadReader((await expected).payload)
    if (count === 0) return { payload, descriptors: [] }
    const { descriptors } = await this.hold(
      addon().receiveMessage(this.#descriptorSocket, carrier.length, count),
    )
    if (descriptors.length === count) return { payload, descriptors }
    closeAll(descriptors)
    throw lostError(this.#lossOf('sent fewer descriptors than it said'), operation, 'unknown')
  }

  async #sendDescriptors(descriptors: readonly number[], operation: string): Promise<void> {
    if (descriptors.length === 0) return
    try {
      await this.hold(addon().sendMessage(this.#descriptorSocket, carrier, descriptors))
    } catch (cause) {
      const loss = this.#loss ?? this.#lossOf('could not be sent descriptors', cause)
      throw lostError(loss, operation, 'not-applied')
    }
  }

  #lossOf(how: string, cause?: unknown): Loss {
    return { how, cause, isWanted: this.#closing }
  }
}

/** That the keeper is gone, or of no use any more. */
interface Loss {
  readonly how: string
  readonly cause: unknown
  /** Somebody has closed it. */
  readonly isWanted: boolean
}

const start = 'namespace.create'
const handingOver = 'application.supervise'

function lostError({ how, cause, isWanted }: Loss, operation: string, outcome: Outcome): OperationError {
  const message = isWanted
    ? 'the namespace has been closed'
    : `the launcher, which holds the namespace, ${how}`
  return new OperationError(message, {
    code: isWanted ? 'ERR_CLOSED' : 'ERR_LAUNCHER',
    operation,
    outcome,
    cause,
  })
}

function ignore(): void {}

function closeAll(descriptors: readonly number[]): void {
  for (const descriptor of descriptors) addon().closeDescriptor(descriptor)
}

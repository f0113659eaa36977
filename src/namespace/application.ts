import type { Duplex, Readable, Writable } from 'node:stream'
import type { Exit } from './exit.js'
import type { Keeper } from './keeper.js'
import { FrameWriter, Request } from './protocol.js'
import { signalNumber } from './signal-number.js'
import { type ExitStatus, exitStatus } from './wait-status.js'

export type { ApplicationOptions, StdioEntry, WithDescriptor } from './application-options.js'
export type { ExitStatus } from './wait-status.js'

/** What the supervisor has to know to go on with an application. */
export interface ApplicationHandOver {
  /** The control socket. */
  readonly control: number
  readonly number: number
  readonly pid: number
  /** As wait(2) has it, where the application has ended. */
  readonly waitStatus: number | undefined
}

/** An application whose stdin, stdout and stderr are pipes. */
export interface PipedApplication extends Application {
  /** See {@link Application.stdin}. */
  readonly stdin: Writable
  /** See {@link Application.stdout}. */
  readonly stdout: Readable
  /** See {@link Application.stderr}. */
  readonly stderr: Readable
}

/** A program that runs in a namespace. Made by {@link Namespace.run}. */
export class Application implements AsyncDisposable {
  /** In the caller's PID namespace. */
  readonly pid: number
  /** Resolves when the program has ended. Rejects with ERR_LAUNCHER when the launcher was killed, which kills the program. */
  readonly exited: Promise<ExitStatus>
  /** This end of each pipe, by the application's number for it; undefined for what was not started as `pipe`. */
  readonly stdio: readonly (Duplex | undefined)[]
  readonly #keeper: Keeper
  readonly #number: number
  readonly #exit: Exit

  /** @internal */
  constructor(
    keeper: Keeper,
    number: number,
    pid: number,
    exit: Exit,
    stdio: readonly (Duplex | undefined)[] = [],
  ) {
    this.stdio = stdio
    this.#keeper = keeper
    this.#number = number
    this.#exit = exit
    this.pid = pid
    // Nobody is there to read it, which a stream that only writes does not notice.
    const closeInput = () => void stdio[0]?.destroy()
    exit.settled.then(closeInput, closeInput)
    this.exited = keeper.hold(exit.settled).then(exitStatus)
    this.exited.catch(() => undefined)
  }

  /** Where its `stdio` says `pipe`. */
  get stdin(): Writable | undefined {
    return this.stdio[0]
  }

  /** Where its `stdio` says `pipe`. Its end comes when whatever the program has left running has ended as well. */
  get stdout(): Readable | undefined {
    return this.stdio[1]
  }

  /** As {@link stdout}. */
  get stderr(): Readable | undefined {
    return this.stdio[2]
  }

  /**
   * Sends it a signal, as kill(2). Does nothing once it has ended.
   *
   * @throws OperationError ERR_INVALID_ARGUMENT for what is no signal
   */
  kill(signal: NodeJS.Signals | number = 'SIGTERM'): void {
    const number = signalNumber(signal, 'application.kill')
    this.#keeper.tell(Request.kill, new FrameWriter().u32(this.#number).u32(number))
  }

  /**
   * Kills it (SIGKILL), waits for its end and closes its pipes, whatever has not been read of them; what it left running ends with
   * the namespace. Idempotent.
   */
  async close(): Promise<void> {
    if (this.#exit.status === undefined) this.kill('SIGKILL')
    await this.exited.catch(() => undefined)
    for (const stream of this.stdio) stream?.destroy()
  }

  /** {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal For `supervise`: holds for this turn of the event loop alone. */
  handOver(): ApplicationHandOver {
    return {
      control: this.#keeper.handOver(),
      number: this.#number,
      pid: this.pid,
      waitStatus: this.#exit.status,
    }
  }
}

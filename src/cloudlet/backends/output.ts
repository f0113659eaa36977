/** What a program writes: each line is passed on, and the last ones are remembered for when it fails. */
import { closeSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { addon } from '../../addon/load.js'
import { streamOver } from '../../addon/stream.js'

const rememberedLines = 20
/** Characters; longer lines are cut there. */
const greatestLine = 2000
/** Milliseconds. */
const patience = 200

export class Output {
  readonly #socket: Socket
  /** The program's ends, until they are given away. */
  readonly #descriptors: readonly [number, number, number]
  readonly #onLine: (line: string) => void
  readonly #lastLines: string[] = []
  #partial = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
    const [ours, theirs] = addon().socketPair()
    this.#descriptors = [openSync('/dev/null', 'r'), theirs, theirs]
    this.#socket = streamOver(ours, { readable: true, writable: false })
    this.#socket.setEncoding('utf8').unref()
    this.#socket.on('error', () => this.#socket.destroy())
    this.#socket.on('data', (text) => this.#receive(String(text)))
    this.#socket.on('end', () => this.#say(this.#partial))
  }

  /** stdin, which is empty, stdout and stderr for a program that `start` starts; closed here afterwards. */
  async givenTo<T>(start: (stdio: readonly [number, number, number]) => Promise<T>): Promise<T> {
    try {
      return await start(this.#descriptors)
    } finally {
      const [nothing, theirs] = this.#descriptors
      closeSync(nothing)
      addon().closeDescriptor(theirs)
    }
  }

  /** The last lines, once. Waits for the end of the output, which can take a while longer than that of the program, or never come. */
  async takeLastLines(): Promise<readonly string[]> {
    if (!this.#socket.closed) {
      const stop = new AbortController()
      const late = delay(patience, undefined, { signal: stop.signal }).catch(() => {})
      await Promise.race([new Promise((resolve) => this.#socket.once('close', resolve)), late])
      stop.abort()
    }
    return this.#lastLines.splice(0)
  }

  /** Idempotent. */
  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    const lines = (this.#partial + text).split('\n')
    this.#partial = (lines.pop() ?? '').slice(0, greatestLine)
    for (const line of lines) this.#say(line)
  }

  #say(line: string): void {
    if (line === '') return
    const cut = line.slice(0, greatestLine)
    this.#lastLines.push(cut)
    if (this.#lastLines.length > rememberedLines) this.#lastLines.shift()
    this.#onLine(cut)
  }
}

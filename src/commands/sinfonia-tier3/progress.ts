import { performance } from 'node:perf_hooks'
import type { Deployment } from '../../sinfonia/deployment.js'
import { isTerminal, write } from './terminal.js'

/** What a person at a terminal sees of a launch; silent in a pipe. */
export class Progress {
  readonly #shown = isTerminal()
  #open = false

  constructor(application: string) {
    this.#write(`Deploying ${application}... `)
    this.#open = this.#shown
  }

  deployed(deployment: Deployment): void {
    if (deployment.name) this.#write(`${deployment.name}... `)
  }

  /** The tunnel stands: from here on the terminal is the application’s. */
  done(): void {
    this.#write(`done (${Math.round(performance.now())} ms)\n`)
    this.#open = false
  }

  /** On a line of its own. */
  note(line: string): void {
    this.#write(`${this.#open ? '\n' : ''}${line}\n`)
  }

  failed(): void {
    if (this.#open) this.#write('failed\n')
    this.#open = false
  }

  #write(text: string): void {
    if (this.#shown) write(text)
  }
}

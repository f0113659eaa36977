import { performance } from 'node:perf_hooks'
import type { LaunchStep } from '../../sinfonia/launch.js'
import { writeLine } from './terminal.js'

interface Step {
  readonly step: LaunchStep
  /** Milliseconds after the start of the process. */
  readonly begin: number
  readonly end: number
}

/** How long each step of a launch took, up to the start of the application: from there on the terminal is that one's. */
export class Timings {
  readonly #json: boolean
  readonly #steps: Step[] = []
  readonly #loaded = performance.now()
  #printed = false

  constructor(json: boolean) {
    this.#json = json
  }

  readonly take = (step: LaunchStep, begin: number, end: number): void => {
    this.#steps.push({ step, begin, end })
  }

  /** Prints to stderr what there is: a table, or one line of JSON. Once. */
  print(): void {
    if (this.#printed) return
    this.#printed = true
    const steps = [...this.#steps].sort((a, b) => a.begin - b.begin)
    const total = performance.now()
    if (this.#json) {
      const rounded = steps.map(({ step, begin, end }) => ({ step, begin: round(begin), end: round(end) }))
      writeLine(
        JSON.stringify({
          timings: { unit: 'ms', loaded: round(this.#loaded), steps: rounded, total: round(total) },
        }),
      )
      return
    }
    const row = (name: string, begin: number, end: number) =>
      writeLine(`  ${name.padEnd(12)}${fixed(end - begin)} ms   from ${fixed(begin)} to ${fixed(end)}`)
    row('start', 0, this.#loaded)
    for (const { step, begin, end } of steps) row(step, begin, end)
    writeLine(`  ${'total'.padEnd(12)}${fixed(total)} ms`)
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

function fixed(milliseconds: number): string {
  return milliseconds.toFixed(1).padStart(8)
}

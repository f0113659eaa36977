/** The cloudlets that have reported themselves, as a Tier1 keeps them. */
import type { Clock } from './clock.js'

/** Without a report for this long a cloudlet is forgotten: milliseconds. */
const patience = 5 * 60 * 1000
/** Anybody who reaches the API can report: at 8 KiB each, these take 2 MiB at most. */
const greatestCount = 256

/** As it goes over the wire. */
export interface CloudletReport {
  readonly endpoint: string
  readonly locations: readonly unknown[]
  readonly accepted_clients: readonly string[]
  readonly rejected_clients: readonly string[]
  readonly resources: Readonly<Record<string, number>>
}

export class KnownCloudlets {
  readonly #clock: Clock
  /** In the order of their last reports, oldest first. */
  readonly #reports = new Map<string, { readonly report: CloudletReport; readonly time: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The newest report counts. Where there are too many, the one that has been silent for longest is forgotten. */
  add(uuid: string, report: CloudletReport): void {
    this.#forgetOld()
    this.#reports.delete(uuid)
    this.#reports.set(uuid, { report, time: this.#clock.now() })
    const [oldest] = this.#reports.keys()
    if (this.#reports.size > greatestCount && oldest !== undefined) this.#reports.delete(oldest)
  }

  list(): readonly (CloudletReport & { readonly last_update: string })[] {
    this.#forgetOld()
    return [...this.#reports.values()].map(({ report, time }) => ({
      ...report,
      last_update: new Date(time).toISOString().replace('Z', '+00:00'),
    }))
  }

  #forgetOld(): void {
    const start = this.#clock.now() - patience
    for (const [uuid, { time }] of this.#reports) if (time < start) this.#reports.delete(uuid)
  }
}

/** Reports this cloudlet to a Tier1, as a Tier2 does. */
import { isOperationError } from '../errors/operation-error.js'
import type { Environment } from '../sinfonia/proxy.js'
import { reportCloudlet } from '../sinfonia/tier1.js'
import { shownUrl } from '../sinfonia/tier1-url.js'
import type { Log } from './log.js'
import type { Resources } from './resources.js'

export interface AnnouncementOptions {
  /** A base URL, with or without a slash at the end, with `user:password@` where it wants that. */
  readonly tier1: string
  /** By which a Tier1 tells one cloudlet from another. */
  readonly uuid: string
  /** Where the Tier1 reaches this cloudlet: a base URL. */
  readonly url: string
  /** Milliseconds from one report to the next. */
  readonly interval: number
  /** How busy this machine is. Where it rejects, a report says nothing of that. */
  readonly measure: () => Promise<Resources>
  /** Where proxies are read from. */
  readonly env: Environment
  readonly log: Log
}

/** How long a Tier1 may take to answer a report: milliseconds. */
const patience = 10_000

export class Announcement {
  readonly #options: AnnouncementOptions
  readonly #stop = new AbortController()
  /** What was last said of the Tier1: it is said again only when it changes. */
  #said = ''
  #timer: NodeJS.Timeout | undefined
  #reporting: Promise<void>

  /** The first report goes out at once. */
  constructor(options: AnnouncementOptions) {
    this.#options = options
    this.#reporting = this.#report()
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    await this.#reporting
  }

  async #report(): Promise<void> {
    const { tier1, uuid, url, interval, measure, env } = this.#options
    const endpoint = `${url.replace(/\/+$/, '')}/api/v1/deploy`
    const resources = await measure().catch(() => ({}))
    const report = JSON.stringify({ uuid, endpoint, resources })
    const { signal } = this.#stop
    const outcome = await reportCloudlet(tier1, report, { env, signal, timeout: patience }).then(
      () => `Tier1 ${shownUrl(new URL(tier1))} knows this cloudlet`,
      describe,
    )
    if (signal.aborted) return
    this.#say(outcome)
    this.#timer = setTimeout(() => {
      this.#reporting = this.#report()
    }, interval).unref()
  }

  #say(what: string): void {
    if (this.#said !== what) this.#options.log('info', what)
    this.#said = what
  }
}

function describe(error: unknown): string {
  return `reported in vain: ${isOperationError(error) ? error.message : String(error)}`
}

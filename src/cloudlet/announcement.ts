/** Reports this cloudlet to a Tier1, as a Tier2 does. */
import type { Log } from './log.js'
import { ResourceMeter } from './resources.js'

export interface AnnouncementOptions {
  /** A base URL, with or without a slash at the end. */
  readonly tier1: string
  /** By which a Tier1 tells one cloudlet from another. */
  readonly uuid: string
  /** Where the Tier1 reaches this cloudlet: a base URL. */
  readonly url: string
  /** Milliseconds from one report to the next. */
  readonly interval: number
  readonly log: Log
}

/** How long a Tier1 may take to answer a report: milliseconds. */
const patience = 10_000

export class Announcement {
  readonly #options: AnnouncementOptions
  readonly #meter = new ResourceMeter()
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
    const { uuid, url, interval } = this.#options
    const endpoint = `${withoutSlash(url)}/api/v1/deploy`
    await this.#send(JSON.stringify({ uuid, endpoint, resources: await this.#meter.read() }))
    if (this.#stop.signal.aborted) return
    this.#timer = setTimeout(() => {
      this.#reporting = this.#report()
    }, interval).unref()
  }

  async #send(body: string): Promise<void> {
    try {
      const answer = await fetch(`${withoutSlash(this.#options.tier1)}/api/v1/cloudlets/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(patience)]),
      })
      await answer.arrayBuffer()
      this.#say(answer.ok ? 'knows this cloudlet' : `answered a report with status ${answer.status}`)
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#say(`takes no report: ${reasonOf(error)}`)
    }
  }

  #say(what: string): void {
    if (this.#said !== what) this.#options.log('info', `Tier1 ${this.#options.tier1} ${what}`)
    this.#said = what
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

/** fetch() says only "fetch failed" and puts what happened into the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message
}

import type { NativeEvent, NativeWatch } from '../addon/native-watch.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { type EventSource, EventStream, type EventStreams } from '../netlink/event-stream.js'
import { type EventOf, eventSnapshot, type Topic } from './event.js'
import type { LinkLookup } from './link-lookup.js'

const operation = 'network.watch'
const attempt = { operation, subject: 'network', doing: 'watch the network', changes: false }

/** What a watch has of its network. */
export interface WatchSurroundings extends EventStreams {
  readonly conversation: RouteConversation
  readonly lookup: LinkLookup
}

/**
 * Events of a network, one after another. They wait in the kernel until they are asked for; where that has no more room the
 * next one is `lost`.
 */
export class Watch<Wanted extends Topic> extends EventStream<EventOf<Wanted>> {
  /** @internal */
  constructor(topics: ReadonlySet<Topic>, surroundings: WatchSurroundings, options: RequestOptions) {
    super(
      async (opened) => {
        const wanted = Object.fromEntries([...topics, 'link'].map((topic) => [topic, true]))
        const native = await surroundings.conversation.request(attempt, {}, (kernel) => kernel.watch(wanted))
        opened(native)
        const events = new NetworkEvents<Wanted>(native, topics, surroundings.lookup)
        // After the socket hears, so that no link is missed.
        await events.learnNames()
        return events
      },
      attempt,
      surroundings,
      options,
    )
  }
}

/** Of these topics, with the names of links. */
class NetworkEvents<Wanted extends Topic> implements EventSource<EventOf<Wanted>> {
  readonly #native: NativeWatch
  readonly #topics: ReadonlySet<Topic>
  readonly #lookup: LinkLookup
  /** Of all links, by index, as the events tell them. */
  #names = new Map<number, string>()

  constructor(native: NativeWatch, topics: ReadonlySet<Topic>, lookup: LinkLookup) {
    this.#native = native
    this.#topics = topics
    this.#lookup = lookup
  }

  async learnNames(): Promise<void> {
    this.#names = new Map(await this.#lookup.names(operation, {}))
  }

  async next(): Promise<readonly EventOf<Wanted>[]> {
    const events = []
    for (const event of await this.#native.next()) {
      if (event.lost) await this.learnNames()
      const snapshot = this.#snapshot(event)
      if (this.#isWanted(snapshot)) events.push(snapshot)
    }
    return events
  }

  close(): void {
    this.#native.close()
  }

  /** A link that is gone is still known by its name to the event that says so. */
  #snapshot(event: NativeEvent) {
    const { link, deleted } = event
    if (link) this.#names.set(link.index, link.name)
    const snapshot = eventSnapshot(event, this.#names)
    if (link && deleted) this.#names.delete(link.index)
    return snapshot
  }

  #isWanted(event: ReturnType<typeof eventSnapshot>): event is EventOf<Wanted> {
    return event.type === 'lost' || this.#topics.has(event.type)
  }
}

/** The watches of a network. */
import { invalid } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import type { EventStreams } from '../netlink/event-stream.js'
import type { Topic } from './event.js'
import type { LinkLookup } from './link-lookup.js'
import { Watch, type WatchSurroundings } from './watch.js'

const topicNames: readonly Topic[] = ['link', 'address', 'route', 'rule', 'neighbour']

export class Watches {
  readonly #surroundings: WatchSurroundings
  constructor(conversation: RouteConversation, lookup: LinkLookup, streams: EventStreams) {
    this.#surroundings = { conversation, lookup, ...streams }
  }

  open<Wanted extends Topic>(topics: readonly Wanted[], options: RequestOptions): Watch<Wanted> {
    for (const topic of topics) {
      if (!topicNames.includes(topic))
        throw invalid('network.watch', String(topic), `is none of the topics ${topicNames.join(', ')}`)
    }
    if (topics.length === 0) throw invalid('network.watch', 'topics:', 'at least one must be given')
    return new Watch<Wanted>(new Set(topics), this.#surroundings, options)
  }
}

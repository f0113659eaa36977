// What the kernel tells unasked, as it crosses the line from the addon.
import type { NativeAddress } from './native-address.js'
import type { NativeLink } from './native-link.js'
import type { NativeNeighbour } from './native-neighbour.js'
import type { NativeRoute } from './native-route.js'
import type { NativeRule } from './native-rule.js'

/** What a watch is about. */
export interface NativeTopics {
  readonly link?: boolean | undefined
  readonly address?: boolean | undefined
  readonly route?: boolean | undefined
  readonly rule?: boolean | undefined
  readonly neighbour?: boolean | undefined
}

/** What the kernel told of one object, the one field of these that is there. */
export interface NativeEvent {
  /** It is gone, and was like this; else it is new, or has changed. */
  readonly deleted: boolean
  readonly link?: NativeLink
  readonly address?: NativeAddress
  readonly route?: NativeRoute
  readonly rule?: NativeRule
  readonly neighbour?: NativeNeighbour
  /** The kernel had no room left for events, and dropped some. */
  readonly lost?: true
}

/** Events wait in the kernel until they are asked for. Waits on the thread for sockets, none of the pool. */
export interface NativeWatch<Event = NativeEvent> {
  /** At least one. One at a time (EBUSY); ECANCELED: it was closed meanwhile. EBADF: it is closed. */
  next(): Promise<Event[]>
  /** Idempotent. */
  close(): void
}

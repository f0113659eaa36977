/** What a watch tells: the multicast groups of rtnetlink(7), as `ip monitor` shows them. */
import type { NativeEvent } from '../addon/native-watch.js'
import type { LostEvent } from '../netlink/lost-event.js'
import { type Link, linkSnapshot } from './link.js'
import { addressSnapshot, type LinkAddress } from './link-address.js'
import { type Neighbour, neighbourSnapshot } from './neighbour.js'
import { type Route, routeSnapshot } from './route.js'
import { type Rule, ruleSnapshot } from './rule.js'

/** What can be watched. */
export type Topic = 'link' | 'address' | 'route' | 'rule' | 'neighbour'

interface Change {
  /** It is gone, and was like this; else it is new, or has changed. */
  readonly deleted: boolean
}

/** A link is new, has changed, or is gone. */
export interface LinkEvent extends Change {
  /** Tells the kinds of events apart. */
  readonly type: 'link'
  /** As the kernel told of it then. */
  readonly link: Link
}

/** An address of a link is new, has changed, or is gone. */
export interface AddressEvent extends Change {
  /** Tells the kinds of events apart. */
  readonly type: 'address'
  /** As the kernel told of it then. */
  readonly address: LinkAddress
}

/** The kernel tells nothing of IPv4 routes that go because their link goes down or away. */
export interface RouteEvent extends Change {
  /** Tells the kinds of events apart. */
  readonly type: 'route'
  /** As the kernel told of it then. */
  readonly route: Route
}

/** A rule is new or gone. */
export interface RuleEvent extends Change {
  /** Tells the kinds of events apart. */
  readonly type: 'rule'
  /** As the kernel told of it then. */
  readonly rule: Rule
}

/** A neighbour is new, has changed, or is gone. */
export interface NeighbourEvent extends Change {
  /** Tells the kinds of events apart. */
  readonly type: 'neighbour'
  /** As the kernel told of it then. */
  readonly neighbour: Neighbour
}

/** Any event of a watch; `type` tells which. */
export type NetworkEvent = LinkEvent | AddressEvent | RouteEvent | RuleEvent | NeighbourEvent | LostEvent

/** The events of a watch of these topics. */
export type EventOf<Wanted extends Topic> = Extract<NetworkEvent, { readonly type: Wanted | 'lost' }>

/** A frozen snapshot; `names` of links by index, as far as known. */
export function eventSnapshot(event: NativeEvent, names: ReadonlyMap<number, string>): NetworkEvent {
  return Object.freeze(unfrozen(event, names))
}

function unfrozen(event: NativeEvent, names: ReadonlyMap<number, string>): NetworkEvent {
  const { deleted, link, address, route, rule, neighbour } = event
  if (link) return { type: 'link', deleted, link: linkSnapshot(link, names) }
  if (address) return { type: 'address', deleted, address: addressSnapshot(address, names.get(address.link)) }
  if (route) return { type: 'route', deleted, route: routeSnapshot(route, names) }
  if (rule) return { type: 'rule', deleted, rule: ruleSnapshot(rule) }
  if (neighbour)
    return {
      type: 'neighbour',
      deleted,
      neighbour: neighbourSnapshot(neighbour, names.get(neighbour.link)),
    }
  return { type: 'lost' }
}

import type { IpVersion } from '../addon/native-address.js'
import type { NativeNeighbour } from '../addon/native-neighbour.js'
import { hardwareAddressText } from './hardware-address.js'
import {
  type NeighbourFlag,
  type NeighbourState,
  neighbourFlagWords,
  neighbourStateWord,
  type RouteProtocol,
  type RouteType,
  routeProtocolWord,
  routeTypeWord,
} from './words.js'

/** What the kernel remembers of a neighbour: struct nda_cacheinfo of <linux/neighbour.h>. */
export interface NeighbourCache {
  /** Seconds since it last proved to be there. */
  readonly confirmed: number
  /** Seconds since something was last sent to it. */
  readonly used: number
  /** Seconds since its state last changed. */
  readonly updated: number
  /** How many hold it. */
  readonly references: number
}

/** What the kernel told of a neighbour at one moment. */
export interface Neighbour {
  /** 4 or 6. */
  readonly version: IpVersion
  /** `10.0.0.2`. */
  readonly address: string
  /** The index of the link that it is behind; undefined of a proxy for all links. */
  readonly link: number | undefined
  /** Undefined where that has gone meanwhile. */
  readonly linkName: string | undefined
  /** `02:fc:00:00:00:01`, ip(8)'s lladdr; undefined where it is not known, or such links have none. */
  readonly hardwareAddress: string | undefined
  /** What is known of it: NUD_…, RFC 4861, 7.3.2. */
  readonly state: NeighbourState
  /** NTF_… in the words of ip-neighbour(8). */
  readonly flags: readonly NeighbourFlag[]
  /** `unicast`, or for what the kernel notes of its own addresses `local`, `multicast` …. */
  readonly type: RouteType
  /** Who told of it; undefined: nobody has said. */
  readonly protocol: RouteProtocol | undefined
  /** Undefined of proxies. */
  readonly cache: NeighbourCache | undefined
  /** How often it has been asked since it last answered; undefined of proxies. */
  readonly probes: number | undefined
  /** The VLAN that it is in, where its link tells VLANs apart. */
  readonly vlan: number | undefined
  /** The index of the bridge or VRF that its link is in, where the kernel tells it. */
  readonly master: number | undefined
}

/** USER_HZ: what the kernel counts in, on every architecture that we build for. */
const ticksOfSecond = 100

/** A frozen snapshot. */
export function neighbourSnapshot(neighbour: NativeNeighbour, linkName: string | undefined): Neighbour {
  const { link, protocol } = neighbour
  return Object.freeze({
    version: neighbour.version,
    address: neighbour.address,
    link: link === 0 ? undefined : link,
    linkName,
    hardwareAddress: hardwareAddressText(neighbour.hardwareAddress),
    state: neighbourStateWord(neighbour.state),
    flags: neighbourFlagWords(neighbour.flags, neighbour.extendedFlags),
    type: routeTypeWord(neighbour.type),
    protocol: protocol === undefined ? undefined : routeProtocolWord(protocol),
    cache: cacheOf(neighbour),
    probes: neighbour.probes,
    vlan: neighbour.vlan,
    master: neighbour.master,
  })
}

function cacheOf({ cache }: NativeNeighbour): NeighbourCache | undefined {
  return (
    cache &&
    Object.freeze({
      confirmed: cache.confirmed / ticksOfSecond,
      used: cache.used / ticksOfSecond,
      updated: cache.updated / ticksOfSecond,
      references: cache.references,
    })
  )
}

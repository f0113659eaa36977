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
}

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
    flags: neighbourFlagWords(neighbour.flags),
    type: routeTypeWord(neighbour.type),
    protocol: protocol === undefined ? undefined : routeProtocolWord(protocol),
  })
}

/** The ways of a route that has several. */
import type { IpVersion } from '../addon/native-address.js'
import type { NativeNextHop } from '../addon/native-route.js'
import { checkNumber, invalid, refuseUnknown } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import { encapsulationOf, nativeEncapsulation, type RouteEncapsulation } from './encapsulation.js'
import { readGateway } from './gateway.js'
import { nativeRealms, type Realms, realmsOf } from './realms.js'
import { onLinkFlag, type RouteFlag, routeFlagWords } from './route-flags.js'

/** One of the ways of a route that has several. */
export interface NextHop {
  /** Of either version. */
  readonly gateway: string | undefined
  /** The index of the link that it leaves by. */
  readonly link: number | undefined
  /** Undefined where that has gone meanwhile. */
  readonly linkName: string | undefined
  /** 1 to 256: how much goes by it, beside the others. */
  readonly weight: number
  /** The gateway is taken to be on the link, whatever its addresses say. */
  readonly onLink: boolean
  /** What the kernel says of it: `dead`, `linkdown` …. */
  readonly flags: readonly RouteFlag[]
  /** Undefined: none, or IPv6. */
  readonly realms: Realms | undefined
  /** Undefined: packets go as they are. */
  readonly encapsulation: RouteEncapsulation | undefined
}

/** One of several ways: a gateway, a link, or both. A listed one will do. */
export interface NextHopChange {
  /** An address; of a route of IPv4 it may be one of IPv6 (Linux 5.2). */
  readonly gateway?: string | undefined
  /** Needed where there is no gateway, or the gateway is link-local. */
  readonly link?: LinkReference | undefined
  /** 1 to 256: how much goes by it, beside the others. Default: 1. */
  readonly weight?: number | undefined
  /** Takes the gateway to be on the link. Default: false. */
  readonly onLink?: boolean | undefined
  /** For the packets' accounting, IPv4; a number is that of where they go. Default: none. */
  readonly realms?: number | Realms | undefined
  /** As the kernel has it: LWTUNNEL_ENCAP_…, and what is inside RTA_ENCAP. */
  readonly encapsulation?: RouteEncapsulation | undefined
}

const known: Readonly<Record<keyof NextHop, true>> = {
  ...{ gateway: true, link: true, linkName: true, weight: true, onLink: true, flags: true },
  ...{ realms: true, encapsulation: true },
}

/** For the kernel, with the index of its link. */
export async function readNextHop(
  hop: NextHopChange,
  version: IpVersion,
  operation: string,
  index: (link: LinkReference) => Promise<number>,
): Promise<NativeNextHop> {
  if (typeof hop !== 'object' || hop === null) throw invalid(operation, String(hop), 'is no next hop')
  refuseUnknown(hop, known, operation)
  return {
    gateway: readGateway(hop.gateway, version, operation),
    weight: checkNumber(hop.weight ?? 1, 'weight', operation, 1, 256),
    flags: hop.onLink ? onLinkFlag : 0,
    realms: nativeRealms(hop.realms, version, operation),
    encapsulation: nativeEncapsulation(hop.encapsulation, operation),
    link: hop.link === undefined ? undefined : await index(hop.link),
  }
}

export function nextHopSnapshot(hop: NativeNextHop, names: ReadonlyMap<number, string>): NextHop {
  const { gateway, link, weight, flags } = hop
  return Object.freeze({
    gateway,
    link,
    linkName: link === undefined ? undefined : names.get(link),
    weight,
    onLink: (flags & onLinkFlag) !== 0,
    flags: routeFlagWords(flags),
    realms: realmsOf(hop.realms),
    encapsulation: encapsulationOf(hop.encapsulation),
  })
}

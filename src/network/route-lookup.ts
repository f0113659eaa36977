/** The way of a packet: what may be said of it, and what the kernel's refusals mean. */
import type { NativeRouteQuery } from '../addon/native-route.js'
import { parseAddress } from '../address/address.js'
import { checkNumber, readAddress, refuseUnknown } from '../netlink/arguments.js'
import type { RequestOptions } from '../netlink/conversation.js'
import type { LinkReference } from '../netlink/link-reference.js'
import type { Attempt, Explanation } from '../netlink/refusal.js'
import { type IpProtocol, ipProtocolNumber } from './words.js'

/** What is known of a packet besides where it goes, as `ip route get` is told of it. */
export interface RouteLookUpOptions extends RequestOptions {
  /** Its source: an address of this host, unless it comes by `incoming`. Default: the kernel's choice. */
  readonly from?: string | undefined
  /** The link that it comes by, to be passed on; wants `from`. Default: it is this host's own. */
  readonly incoming?: LinkReference | undefined
  /** The link that its socket is bound to; a link-local address of IPv6 needs it. */
  readonly outgoing?: LinkReference | undefined
  /** The firewall mark, 0 to 4294967295, by which rules choose. Default: 0. */
  readonly mark?: number | undefined
  /** Whose socket it is, by user number: 0 to 4294967294. Default: that of this process. */
  readonly uid?: number | undefined
  /** 0 to 255, without the bits of ECN. Default: 0. */
  readonly tos?: number | undefined
  /** By name, or by IANA's number: `tcp`, `udp` or `icmp`, `ipv6-icmp`; Linux 4.18. */
  readonly ipProtocol?: IpProtocol | undefined
  /** 1 to 65535; Linux 4.18. */
  readonly sourcePort?: number | undefined
  /** 1 to 65535; Linux 4.18. */
  readonly destinationPort?: number | undefined
}

const known: Readonly<Record<keyof RouteLookUpOptions, true>> = {
  ...{ from: true, incoming: true, outgoing: true, mark: true, uid: true, tos: true, ipProtocol: true },
  ...{ sourcePort: true, destinationPort: true, signal: true },
}
const operation = 'route.lookUp'

/** Checks what is said of a packet, and finds the indexes of its links. */
export async function readLookUp(
  address: string,
  options: RouteLookUpOptions,
  index: (link: LinkReference) => Promise<number>,
): Promise<NativeRouteQuery> {
  refuseUnknown(options, known, operation)
  const { version } = parseAddress(address)
  const { from, incoming, outgoing, ipProtocol } = options
  const number = (what: string, value: number | undefined, least: number, most: number) =>
    value === undefined ? undefined : checkNumber(value, what, operation, least, most)
  const query = {
    version,
    destination: readAddress(address, version, operation),
    source: from === undefined ? undefined : readAddress(from, version, operation),
    mark: number('firewall mark', options.mark, 0, 0xffff_ffff),
    user: number('user', options.uid, 0, 0xffff_fffe),
    tos: number('TOS', options.tos, 0, 255),
    ipProtocol:
      ipProtocol === undefined
        ? undefined
        : number('IP protocol', ipProtocolNumber(ipProtocol) ?? -1, 0, 255),
    sourcePort: number('port', options.sourcePort, 1, 65535),
    destinationPort: number('port', options.destinationPort, 1, 65535),
  }
  return {
    ...query,
    incoming: incoming === undefined ? undefined : await index(incoming),
    outgoing: outgoing === undefined ? undefined : await index(outgoing),
  }
}

/** A route or a rule that lets nothing through is told by its errno alone. */
export function lookUpAttempt(address: string, { from, incoming }: RouteLookUpOptions): Attempt {
  const explanations: Record<string, Explanation> = {
    EINVAL: { reason: `a blackhole takes what goes there${orForged(from, incoming)}` },
    EHOSTUNREACH: { reason: `a route makes it unreachable${orKept(incoming)}` },
    EACCES: { reason: 'a route or rule prohibits it' },
  }
  return {
    operation,
    subject: address,
    doing: `find the route to ${address}`,
    changes: false,
    explanations,
  }
}

function orKept(incoming: LinkReference | undefined): string {
  return incoming === undefined ? '' : ', or this host passes no packets on'
}

function orForged(from: string | undefined, incoming: LinkReference | undefined): string {
  if (incoming !== undefined) return ', or nobody believes that such a packet comes by that link'
  return from === undefined ? '' : `, or ${from} is no address of this host`
}

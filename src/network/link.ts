import type { NativeLink } from '../addon/native-link.js'
import { decodeAttributes, type RawAttribute } from '../netlink/raw-attributes.js'
import { hardwareAddressText } from './hardware-address.js'
import { kindsOf, type ToldKinds } from './link-kinds.js'
import { type LinkStatistics, statisticsOf } from './link-statistics.js'
import { type LinkFlag, linkFlagWords, type OperationalState, operationalStateWord } from './words.js'

/** What the kernel told of a link at one moment. */
export interface Link extends ToldKinds {
  /** 1 or more; of a link that is gone it may be given to another. */
  readonly index: number
  /** 1 to 15 bytes. */
  readonly name: string
  /** `wireguard`, `veth` …; undefined for hardware and lo. */
  readonly kind: string | undefined
  /** Whether it is administratively up. */
  readonly up: boolean
  /** IFF_… in the words of ip-link(8). */
  readonly flags: readonly LinkFlag[]
  /** Bytes. */
  readonly mtu: number
  /** Whether packets can pass: RFC 2863. */
  readonly operationalState: OperationalState
  /** ARPHRD_… of <linux/if_arp.h>: 1 is Ethernet, 772 loopback, 65534 none. */
  readonly type: number
  /** `02:fc:00:00:00:01`; undefined where such links have none. */
  readonly hardwareAddress: string | undefined
  /** The index of the link below it, or of a veth's other end. */
  readonly lower: number | undefined
  /** Undefined where that one is in another namespace, too. */
  readonly lowerName: string | undefined
  /** The index of the bridge, bond or VRF that it is in. */
  readonly master: number | undefined
  /** Undefined where there is none, or it is not known. */
  readonly masterName: string | undefined
  /** Under which it is found as well. */
  readonly alternativeNames: readonly string[]
  /** A text for people. */
  readonly alias: string | undefined
  /** 0: the default one. */
  readonly group: number
  /** Packets. */
  readonly transmitQueueLength: number
  /** Undefined in some events of a watch. */
  readonly statistics: LinkStatistics | undefined
  /** Of a kind that has no options here: what is inside IFLA_INFO_DATA. */
  readonly kindAttributes: readonly RawAttribute[] | undefined
}

/** A frozen snapshot; `names` of links by index, as far as known. */
export function linkSnapshot(link: NativeLink, names: ReadonlyMap<number, string>): Link {
  const lower = link.lower === 0 ? undefined : link.lower
  const flags = linkFlagWords(link.flags)
  return Object.freeze({
    index: link.index,
    name: link.name,
    kind: link.kind,
    up: flags.includes('up'),
    flags,
    mtu: link.mtu,
    operationalState: operationalStateWord(link.operationalState),
    type: link.type,
    hardwareAddress: hardwareAddressText(link.hardwareAddress),
    lower,
    lowerName: lower === undefined || link.lowerElsewhere ? undefined : names.get(lower),
    master: link.master,
    masterName: link.master === undefined ? undefined : names.get(link.master),
    alternativeNames: Object.freeze(link.alternativeNames),
    alias: link.alias,
    group: link.group,
    transmitQueueLength: link.transmitQueueLength,
    statistics: link.statistics && statisticsOf(link.statistics),
    ...kindsOf(link),
    kindAttributes: link.data && decodeAttributes(link.data),
  })
}

/** The links whose names a snapshot tells. */
export function relatives({ index, lower, lowerElsewhere, master }: NativeLink): readonly number[] {
  const below = lower !== undefined && lower !== 0 && lower !== index && !lowerElsewhere ? [lower] : []
  return master === undefined ? below : [...below, master]
}

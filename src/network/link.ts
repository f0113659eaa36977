import type { NativeLink } from '../addon/native-link.js'
import type { RawAttribute } from '../netlink/raw-attributes.js'
import { hardwareAddressText } from './hardware-address.js'
import { kindAttributesOf } from './kind-attributes.js'
import { hardwareOf, type LinkHardware, type LinkSegmentation, segmentationOf } from './link-hardware.js'
import { kindsOf, type ToldKinds } from './link-kinds.js'
import { type LinkPort, portOf } from './link-port.js'
import { type LinkStatistics, statisticsOf } from './link-statistics.js'
import {
  type AddressGenerationMode,
  addressGenerationModeWord,
  type LinkFlag,
  type LinkMode,
  linkFlagWords,
  linkModeWord,
  type OperationalState,
  operationalStateWord,
} from './link-words.js'

/** What the kernel told of a link at one moment. */
export interface Link extends ToldKinds, LinkHardware {
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
  /** The least MTU that it can be given; undefined: nobody has said. */
  readonly minMtu: number | undefined
  /** The greatest; undefined: there is none. */
  readonly maxMtu: number | undefined
  /** Whether packets can pass: RFC 2863. */
  readonly operationalState: OperationalState
  /** What it waits for before it is up. */
  readonly mode: LinkMode
  /** Something has found the network behind it to be down. */
  readonly protocolDown: boolean
  /** ARPHRD_… of <linux/if_arp.h>: 1 is Ethernet, 772 loopback, 65534 none. */
  readonly type: number
  /** `02:fc:00:00:00:01`; undefined where such links have none. */
  readonly hardwareAddress: string | undefined
  /** Where packets to all go: `ff:ff:ff:ff:ff:ff`; of a tunnel its other end. */
  readonly broadcastAddress: string | undefined
  /** What the hardware came with; undefined: there is none, or Linux before 5.6. */
  readonly permanentAddress: string | undefined
  /** How many want it to hear all of its wire. */
  readonly promiscuity: number
  /** How many want it to hear all groups; undefined: Linux before 6.0. */
  readonly allMulticast: number | undefined
  /** How IPv6 makes up its addresses; undefined: it has no IPv6. */
  readonly addressGenerationMode: AddressGenerationMode | undefined
  /** The index of the link below it, or of a veth's other end: in the namespace that `lowerNamespaceId` tells of. */
  readonly lower: number | undefined
  /**
   * Undefined: the lower link is in this namespace. Else it is not, and its index is no link's here, or a stranger's: the number that
   * this namespace has for the other one (ip-netns(8), `link-netnsid`), or -1 where it has none.
   */
  readonly lowerNamespaceId: number | undefined
  /** Undefined where that one is in another namespace, too. */
  readonly lowerName: string | undefined
  /** The index of the bridge, bond or VRF that it is in. */
  readonly master: number | undefined
  /** Undefined where there is none, or it is not known. */
  readonly masterName: string | undefined
  /** What it is in there. */
  readonly port: LinkPort | undefined
  /** Under which it is found as well. */
  readonly alternativeNames: readonly string[]
  /** A text for people. */
  readonly alias: string | undefined
  /** 0: the default one. */
  readonly group: number
  /** Packets. */
  readonly transmitQueueLength: number
  /** How many queues it sends by. */
  readonly transmitQueues: number
  /** How many queues it receives by; undefined: a kernel without CONFIG_RPS, which has one of each. */
  readonly receiveQueues: number | undefined
  /** What orders the packets that wait: `noqueue`, `fq_codel` …. */
  readonly qdisc: string | undefined
  readonly segmentation: LinkSegmentation
  /** Undefined in some events of a watch. */
  readonly statistics: LinkStatistics | undefined
  /** What is inside IFLA_INFO_DATA and has no name here. */
  readonly kindAttributes: readonly RawAttribute[] | undefined
}

/** A frozen snapshot; `names` of links by index, as far as known. */
export function linkSnapshot(link: NativeLink, names: ReadonlyMap<number, string>): Link {
  const lower = link.lower === 0 ? undefined : link.lower
  const isHere = lower !== undefined && link.lowerNamespaceId === undefined
  const flags = linkFlagWords(link.flags)
  return Object.freeze({
    index: link.index,
    name: link.name,
    kind: link.kind,
    up: flags.includes('up'),
    flags,
    mtu: link.mtu,
    minMtu: link.minMtu === 0 ? undefined : link.minMtu,
    maxMtu: link.maxMtu === 0 ? undefined : link.maxMtu,
    operationalState: operationalStateWord(link.operationalState),
    mode: linkModeWord(link.mode),
    protocolDown: link.protocolDown,
    type: link.type,
    hardwareAddress: hardwareAddressText(link.hardwareAddress),
    broadcastAddress: hardwareAddressText(link.broadcastAddress),
    permanentAddress: hardwareAddressText(link.permanentAddress),
    promiscuity: link.promiscuity,
    allMulticast: link.allMulticast,
    addressGenerationMode: modeOf(link),
    lower,
    lowerNamespaceId: link.lowerNamespaceId,
    lowerName: isHere ? names.get(lower) : undefined,
    master: link.master,
    masterName: link.master === undefined ? undefined : names.get(link.master),
    port: link.port && portOf(link.port),
    alternativeNames: Object.freeze(link.alternativeNames),
    alias: link.alias,
    group: link.group,
    transmitQueueLength: link.transmitQueueLength,
    transmitQueues: link.transmitQueues,
    receiveQueues: link.receiveQueues === 0 ? undefined : link.receiveQueues,
    qdisc: link.qdisc,
    segmentation: segmentationOf(link.segmentation),
    ...hardwareOf(link),
    statistics: link.statistics && statisticsOf(link.statistics),
    ...kindsOf(link),
    kindAttributes: kindAttributesOf(link),
  })
}

function modeOf({ addressGenerationMode: mode }: NativeLink): AddressGenerationMode | undefined {
  return mode === undefined ? undefined : addressGenerationModeWord(mode)
}

/** The links whose names a snapshot tells. */
export function relatives({ index, lower, lowerNamespaceId, master }: NativeLink): readonly number[] {
  const below =
    lower !== undefined && lower !== 0 && lower !== index && lowerNamespaceId === undefined ? [lower] : []
  return master === undefined ? below : [...below, master]
}

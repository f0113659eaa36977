/** What a link is born with, a veth's other end as well, and what can be changed of one: checked for the kernel. */
import type { NativeLinkProperties, NativeNewLink } from '../addon/native-link.js'
import { checkIndex, checkLinkName, checkMtu, checkNumber } from '../netlink/arguments.js'
import { readHardwareAddress } from './hardware-address.js'
import { descriptorOf, type NamespaceReference } from './namespace-reference.js'

/** In the words of ip-link(8). */
export interface LinkProperties {
  /** Administratively: IFF_UP. */
  readonly up?: boolean | undefined
  /** Bytes. */
  readonly mtu?: number | undefined
  /** `02:fc:00:00:00:01`; some kinds take it only while they are down. */
  readonly hardwareAddress?: string | undefined
  /** Where packets to all go: `ff:ff:ff:ff:ff:ff`. */
  readonly broadcastAddress?: string | undefined
  /** 0 to 2147483647. */
  readonly group?: number | undefined
  /** Packets, 0 to 4294967295. */
  readonly transmitQueueLength?: number | undefined
  /** Whether ARP or NDP find neighbours on it: IFF_NOARP, the other way round. */
  readonly arp?: boolean | undefined
  /** IFF_MULTICAST. */
  readonly multicast?: boolean | undefined
  /** It hears all of its wire: IFF_PROMISC. */
  readonly promiscuous?: boolean | undefined
  /** It hears all groups: IFF_ALLMULTI. */
  readonly allMulticast?: boolean | undefined
}

/** Of a link that is to be. What is absent is the default of its kind. */
export interface NewLinkOptions extends LinkProperties {
  /** 1 to 15 bytes; no slash, colon, white space, per cent sign. */
  readonly name: string
  /** 1 to 2147483647. Default: one that is free. */
  readonly index?: number | undefined
  /** How many queues it sends by, 1 to 4096. */
  readonly transmitQueues?: number | undefined
  /** How many queues it receives by, 1 to 4096. */
  readonly receiveQueues?: number | undefined
  /** Where it is born: a namespace, or a descriptor of one. Default: the one that is talked to. */
  readonly namespace?: NamespaceReference | undefined
}

export const knownProperties: Record<keyof LinkProperties, true> = {
  ...{ up: true, mtu: true, hardwareAddress: true, broadcastAddress: true, group: true },
  ...{ transmitQueueLength: true, arp: true, multicast: true, promiscuous: true, allMulticast: true },
}

export const knownOfNew: Record<keyof NewLinkOptions, true> = {
  ...knownProperties,
  ...{ name: true, index: true, transmitQueues: true, receiveQueues: true, namespace: true },
}

/** Throws `ERR_INVALID_ARGUMENT`. */
export function readProperties(properties: LinkProperties, operation: string): NativeLinkProperties {
  const { up, mtu, hardwareAddress, broadcastAddress, group, transmitQueueLength: length } = properties
  const address = (text: string | undefined) =>
    text === undefined ? undefined : readHardwareAddress(text, operation)
  return {
    up,
    flags: flagsOf(properties),
    mtu: mtu === undefined ? undefined : checkMtu(mtu, operation),
    hardwareAddress: address(hardwareAddress),
    broadcastAddress: address(broadcastAddress),
    group: group === undefined ? undefined : checkNumber(group, 'group of links', operation, 0, 0x7fff_ffff),
    transmitQueueLength:
      length === undefined
        ? undefined
        : checkNumber(length, 'length of a transmit queue', operation, 0, 0xffff_ffff),
  }
}

/** Throws `ERR_INVALID_ARGUMENT`. */
export function readNewLink(link: NewLinkOptions, operation: string): NativeNewLink {
  const { name, index, transmitQueues, receiveQueues, namespace } = link
  const queues = (count: number | undefined) =>
    count === undefined ? undefined : checkNumber(count, 'number of queues', operation, 1, 4096)
  return {
    ...readProperties(link, operation),
    name: checkLinkName(name, operation),
    index: index === undefined ? undefined : checkIndex(index, operation),
    namespace: descriptorOf(namespace, operation),
    transmitQueues: queues(transmitQueues),
    receiveQueues: queues(receiveQueues),
  }
}

/** IFF_… */
const bits = { arp: 0x80, multicast: 0x1000, promiscuous: 0x100, allMulticast: 0x200 } as const

function flagsOf({ arp, ...given }: LinkProperties): NativeLinkProperties['flags'] {
  const wanted = { ...given, arp: arp === undefined ? undefined : !arp }
  let [mask, values] = [0, 0]
  for (const flag of Object.keys(bits) as (keyof typeof bits)[]) {
    if (wanted[flag] === undefined) continue
    mask |= bits[flag]
    if (wanted[flag]) values |= bits[flag]
  }
  return mask === 0 ? undefined : { mask, values }
}

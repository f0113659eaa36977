/** What only links of one kind have, in the words of ip-link(8): read as they are told, and checked for the kernel. */
import type { NativeLink, NativeLinkKinds, NativeTun } from '../addon/native-link.js'
import { checkNumber, invalid, refuseUnknown } from '../netlink/arguments.js'
import { sourcesOf } from './kind-attributes.js'

/** Kind vlan. */
export interface VlanOptions {
  /** Its tag, 0 to 4094. */
  readonly id: number
  /** Default: `802.1Q`. */
  readonly protocol?: VlanProtocol | undefined
}
/** How frames are tagged: customers' tags or providers'. */
export type VlanProtocol = '802.1Q' | '802.1ad'

/** Kind bridge. Times are hundredths of a second, as in ip-link(8). */
export interface BridgeOptions {
  /** 200 to 3000, where the spanning tree protocol is on. */
  readonly forwardDelay?: number | undefined
  /** 100 to 1000. */
  readonly helloTime?: number | undefined
  /** 600 to 4000. */
  readonly maxAge?: number | undefined
  /** For how long a silent neighbour is remembered. */
  readonly ageingTime?: number | undefined
  /** The spanning tree protocol. */
  readonly stp?: boolean | undefined
  /** 0 to 65535. */
  readonly priority?: number | undefined
  /** Whether it tells VLANs apart. Default: false. */
  readonly vlanFiltering?: boolean | undefined
  /** The VLAN of untagged frames, 0 (none) to 4094. */
  readonly vlanDefaultPvid?: number | undefined
  /** Whether it learns which ports want multicast. Default: true. */
  readonly multicastSnooping?: boolean | undefined
}

/** Kind macvlan. */
export interface MacvlanOptions {
  /** Who hears whom among those on the same wire. Default: vepa. */
  readonly mode?: MacvlanMode | undefined
  /** Of mode source: `02:fc:00:00:00:01` …, whose frames alone it hears. */
  readonly sources?: readonly string[] | undefined
}
/** MACVLAN_MODE_… of <linux/if_link.h>, as ip-link(8) explains them. */
export type MacvlanMode = 'private' | 'vepa' | 'bridge' | 'passthru' | 'source'

/** Kind ipvlan. */
export interface IpvlanOptions {
  /** Default: l3. */
  readonly mode?: IpvlanMode | undefined
  /** Who hears whom among those on the same wire. Default: bridge. */
  readonly flag?: IpvlanFlag | undefined
}
/** At which layer packets are handed on: IPVLAN_MODE_… of <linux/if_link.h>. */
export type IpvlanMode = 'l2' | 'l3' | 'l3s'
/** IPVLAN_F_… of <linux/if_link.h>, as ip-link(8) explains them. */
export type IpvlanFlag = 'bridge' | 'private' | 'vepa'

/** Kind vrf. */
export interface VrfOptions {
  /** Of its members' packets: 1 to 4294967295. */
  readonly table: number
}

/** Kind tun, in the words of `ip tuntap`. */
export interface TunOptions {
  /** `tun`: IP packets; `tap`: Ethernet frames. */
  readonly mode: TunMode
  /** The uid of whoever may open it without CAP_NET_ADMIN. Default: anybody, where no group is given. */
  readonly owner?: number | undefined
  /** The gid of those who may. */
  readonly group?: number | undefined
  /** Packets have 4 bytes of flags and protocol ahead (IFF_NO_PI is off). Default: false. */
  readonly packetInformation?: boolean | undefined
  /** Packets have a virtio_net_hdr ahead. Default: false. */
  readonly vnetHeader?: boolean | undefined
  /** It can be opened several times, for a queue each. Default: false. */
  readonly multiQueue?: boolean | undefined
}
/** IP packets, or Ethernet frames. */
export type TunMode = 'tun' | 'tap'

/** At most one: that of its kind. */
export interface LinkKinds {
  /** Kind vlan. */
  readonly vlan?: VlanOptions | undefined
  /** Kind bridge. */
  readonly bridge?: BridgeOptions | undefined
  /** Kind macvlan. */
  readonly macvlan?: MacvlanOptions | undefined
  /** Kind ipvlan. */
  readonly ipvlan?: IpvlanOptions | undefined
  /** Kind vrf. */
  readonly vrf?: VrfOptions | undefined
  /** Kind tun, also of tap devices. */
  readonly tun?: TunOptions | undefined
}

/** What is told of a link of kind tun. */
export interface ToldTun extends TunOptions {
  /** It outlives whoever has it open, as those that are created here do. */
  readonly persistent: boolean
}

/** What is told of a link of a kind: at most one. */
export interface ToldKinds extends Omit<LinkKinds, 'tun'> {
  /** Kind tun, also of tap devices. */
  readonly tun?: ToldTun | undefined
}

const vlanProtocols = { '802.1Q': 0x8100, '802.1ad': 0x88a8 } as const
const macvlanModes = { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 } as const
const tunModes = { tun: 1, tap: 2 } as const
const ipvlanModes = { l2: 0, l3: 1, l3s: 2 } as const
const ipvlanFlags = { bridge: 0, private: 1, vepa: 2 } as const

const mostOfU32 = 0xffff_ffff

const known: { readonly [Kind in keyof LinkKinds]-?: Record<keyof NonNullable<LinkKinds[Kind]>, true> } = {
  vlan: { id: true, protocol: true },
  bridge: {
    ...{ forwardDelay: true, helloTime: true, maxAge: true, ageingTime: true, stp: true, priority: true },
    ...{ vlanFiltering: true, vlanDefaultPvid: true, multicastSnooping: true },
  },
  macvlan: { mode: true, sources: true },
  ipvlan: { mode: true, flag: true },
  vrf: { table: true },
  tun: {
    ...{ mode: true, owner: true, group: true, packetInformation: true, vnetHeader: true },
    multiQueue: true,
  },
}
/** The link below is the creation's to read. */
const knownOfVlan = { ...known.vlan, lower: true }

/** For the kernel. Throws `ERR_INVALID_ARGUMENT`. */
export function readKinds(kinds: LinkKinds, operation: string): NativeLinkKinds {
  const { vlan, bridge, macvlan, ipvlan, vrf } = kinds
  for (const kind of ['vlan', 'bridge', 'macvlan', 'ipvlan', 'vrf'] as const) {
    const { [kind]: options } = kinds
    if (options) refuseUnknown(options, kind === 'vlan' ? knownOfVlan : known[kind], operation)
  }
  return {
    vlan: vlan && {
      id: checkNumber(vlan.id, 'tag of a VLAN', operation, 0, 4094),
      protocol: numberOf(vlanProtocols, vlan.protocol, 'protocol of VLANs', operation),
    },
    bridge: bridge && readBridge(bridge, operation),
    macvlan: macvlan && { mode: numberOf(macvlanModes, macvlan.mode, 'mode of macvlan', operation) },
    ipvlan: ipvlan && {
      mode: numberOf(ipvlanModes, ipvlan.mode, 'mode of ipvlan', operation),
      flags: numberOf(ipvlanFlags, ipvlan.flag, 'flag of ipvlan', operation),
    },
    vrf: vrf && { table: checkNumber(vrf.table, 'routing table', operation, 1, mostOfU32) },
  }
}

function readBridge(bridge: BridgeOptions, operation: string): NativeLinkKinds['bridge'] {
  const time = (value: number | undefined, what: string) =>
    value === undefined ? undefined : checkNumber(value, `${what} of a bridge`, operation, 0, mostOfU32)
  const { priority, vlanDefaultPvid: pvid } = bridge
  return {
    forwardDelay: time(bridge.forwardDelay, 'forward delay'),
    helloTime: time(bridge.helloTime, 'hello time'),
    maxAge: time(bridge.maxAge, 'max age'),
    ageingTime: time(bridge.ageingTime, 'ageing time'),
    stpState: bit(bridge.stp),
    priority: priority === undefined ? undefined : checkNumber(priority, 'priority', operation, 0, 65535),
    vlanFiltering: bit(bridge.vlanFiltering),
    vlanDefaultPvid: pvid === undefined ? undefined : checkNumber(pvid, 'tag of a VLAN', operation, 0, 4094),
    multicastSnooping: bit(bridge.multicastSnooping),
  }
}

/** For the kernel. Throws `ERR_INVALID_ARGUMENT`. */
export function readTun(options: TunOptions, operation: string): NativeTun {
  refuseUnknown(options, known.tun, operation)
  const { owner, group, ...tun } = options
  const id = (value: number | undefined, what: string) =>
    value === undefined ? undefined : checkNumber(value, what, operation, 0, mostOfU32 - 1)
  return {
    mode: checkedNumberOf(tunModes, tun.mode, 'mode of tun', operation),
    owner: id(owner, 'uid'),
    group: id(group, 'gid'),
    packetInformation: tun.packetInformation,
    vnetHeader: tun.vnetHeader,
    multiQueue: tun.multiQueue,
  }
}

/** As the kernel told it. */
function tunOf({ mode, ...tun }: NativeTun): ToldTun {
  return Object.freeze({ ...tun, mode: wordOf(tunModes, mode) ?? 'tun', persistent: tun.persistent === true })
}

/** As the kernel told them. */
export function kindsOf(link: NativeLink): ToldKinds {
  const { vlan, bridge, macvlan, ipvlan, vrf, tun } = link
  return {
    vlan: vlan && Object.freeze({ id: vlan.id, protocol: wordOf(vlanProtocols, vlan.protocol) }),
    bridge:
      bridge &&
      Object.freeze({
        forwardDelay: bridge.forwardDelay,
        helloTime: bridge.helloTime,
        maxAge: bridge.maxAge,
        ageingTime: bridge.ageingTime,
        stp: boolean(bridge.stpState),
        priority: bridge.priority,
        vlanFiltering: boolean(bridge.vlanFiltering),
        vlanDefaultPvid: bridge.vlanDefaultPvid,
        multicastSnooping: boolean(bridge.multicastSnooping),
      }),
    macvlan: macvlan && Object.freeze({ mode: wordOf(macvlanModes, macvlan.mode), sources: sourcesOf(link) }),
    ipvlan:
      ipvlan &&
      Object.freeze({ mode: wordOf(ipvlanModes, ipvlan.mode), flag: wordOf(ipvlanFlags, ipvlan.flags) }),
    vrf: vrf && Object.freeze(vrf),
    tun: tun && tunOf(tun),
  }
}

function numberOf<Word extends string>(
  table: Readonly<Record<Word, number>>,
  word: Word | undefined,
  what: string,
  operation: string,
): number | undefined {
  return word === undefined ? undefined : checkedNumberOf(table, word, what, operation)
}

function checkedNumberOf<Word extends string>(
  table: Readonly<Record<Word, number>>,
  word: Word,
  what: string,
  operation: string,
): number {
  if (!Object.hasOwn(table, word)) throw invalid(operation, String(word), `is no ${what}`)
  return table[word]
}

function wordOf<Word extends string>(
  table: Readonly<Record<Word, number>>,
  number: number | undefined,
): Word | undefined {
  return (Object.keys(table) as Word[]).find((word) => table[word] === number)
}

function bit(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}

function boolean(value: number | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== 0
}

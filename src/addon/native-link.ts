// Links, as they cross the line to the addon.

/** What only links of one kind have: at most one of them. */
export interface NativeLinkKinds {
  readonly vlan?: { readonly id: number; readonly protocol?: number | undefined } | undefined
  /** As IFLA_BR_… tell it. */
  readonly bridge?:
    | {
        readonly forwardDelay?: number | undefined
        readonly helloTime?: number | undefined
        readonly maxAge?: number | undefined
        readonly ageingTime?: number | undefined
        readonly stpState?: number | undefined
        readonly priority?: number | undefined
        readonly vlanFiltering?: number | undefined
        readonly vlanDefaultPvid?: number | undefined
        readonly multicastSnooping?: number | undefined
      }
    | undefined
  readonly macvlan?: { readonly mode?: number | undefined } | undefined
  readonly ipvlan?: { readonly mode?: number | undefined; readonly flags?: number | undefined } | undefined
  readonly vrf?: { readonly table: number } | undefined
  readonly tun?: NativeTun | undefined
  /** What is inside IFLA_INFO_DATA of any other kind. */
  readonly data?: Uint8Array | undefined
}

export interface NativeTun {
  /** IFF_TUN or IFF_TAP of <linux/if_tun.h>. */
  readonly mode: number
  readonly owner?: number | undefined
  readonly group?: number | undefined
  readonly packetInformation?: boolean | undefined
  readonly vnetHeader?: boolean | undefined
  readonly multiQueue?: boolean | undefined
  /** Only told. */
  readonly persistent?: boolean | undefined
}

export interface NativeLink extends NativeLinkKinds {
  readonly index: number
  readonly name: string
  readonly kind: string | undefined
  /** ARPHRD_… of <linux/if_arp.h>. */
  readonly type: number
  /** IFF_… of <linux/if.h>. */
  readonly flags: number
  readonly mtu: number
  /** IF_OPER_…: RFC 2863. */
  readonly operationalState: number
  readonly hardwareAddress: Uint8Array | undefined
  /** IFLA_LINK: the index of the lower device or peer. */
  readonly lower: number | undefined
  /** IFLA_LINK_NETNSID is there: the lower device is in another namespace, and so is its index. */
  readonly lowerElsewhere: boolean
  readonly master: number | undefined
  readonly alternativeNames: string[]
  /** IFLA_IFALIAS. */
  readonly alias: string | undefined
  readonly group: number
  readonly transmitQueueLength: number
  /** The beginning of struct rtnl_link_stats64. Undefined: not asked for. */
  readonly statistics: BigUint64Array | undefined
}

export interface NativeLinkSelector {
  /** One of the two; a name of more than 15 bytes is an alternative one. */
  readonly index?: number | undefined
  readonly name?: string | undefined
}

export interface NativeLinkCreation extends NativeLinkKinds {
  readonly name: string
  readonly kind: string
  readonly mtu?: number | undefined
  readonly up?: boolean | undefined
  /** Create in this namespace, by fd (IFLA_NET_NS_FD). */
  readonly namespace?: number | undefined
  /** kind veth only: its other end. */
  readonly peer?: { readonly name: string; readonly namespace?: number | undefined } | undefined
  /** IFLA_LINK. */
  readonly lower?: number | undefined
  readonly master?: number | undefined
  readonly group?: number | undefined
  readonly hardwareAddress?: Uint8Array | undefined
}

export interface NativeLinkChange {
  readonly up?: boolean | undefined
  readonly mtu?: number | undefined
  readonly name?: string | undefined
  /** Move to this namespace, by fd. */
  readonly namespace?: number | undefined
  /** 0 releases. */
  readonly master?: number | undefined
  readonly group?: number | undefined
  readonly hardwareAddress?: Uint8Array | undefined
}

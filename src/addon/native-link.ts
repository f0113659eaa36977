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
  /** What else is inside IFLA_INFO_DATA: attributes one after another. */
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

/** Each undefined where the kernel does not tell it. */
export interface NativeSegmentation {
  /** IFLA_GSO_MAX_SIZE, bytes. */
  readonly gsoMaxSize: number | undefined
  /** IFLA_GSO_MAX_SEGS. */
  readonly gsoMaxSegments: number | undefined
  /** IFLA_GSO_IPV4_MAX_SIZE, Linux 6.3. */
  readonly gsoIpv4MaxSize: number | undefined
  /** IFLA_TSO_MAX_SIZE, Linux 5.19. */
  readonly tsoMaxSize: number | undefined
  /** IFLA_TSO_MAX_SEGS, Linux 5.19. */
  readonly tsoMaxSegments: number | undefined
  /** IFLA_GRO_MAX_SIZE, Linux 5.18. */
  readonly groMaxSize: number | undefined
  /** IFLA_GRO_IPV4_MAX_SIZE, Linux 6.3. */
  readonly groIpv4MaxSize: number | undefined
}

/** Of a link that is in another. */
export interface NativePort {
  /** IFLA_INFO_SLAVE_KIND: `bridge`. */
  readonly kind: string
  /** What is inside IFLA_INFO_SLAVE_DATA. */
  readonly data: Uint8Array
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
  /** 0: no limit. */
  readonly minMtu: number
  readonly maxMtu: number
  /** IF_OPER_…: RFC 2863. */
  readonly operationalState: number
  /** IF_LINK_MODE_… of <linux/if.h>. */
  readonly mode: number
  readonly hardwareAddress: Uint8Array | undefined
  readonly broadcastAddress: Uint8Array | undefined
  /** IFLA_PERM_ADDRESS, Linux 5.6. */
  readonly permanentAddress: Uint8Array | undefined
  /** IFLA_LINK: the index of the lower device or peer. */
  readonly lower: number | undefined
  /** IFLA_LINK_NETNSID: the lower device is in another namespace, and so is its index. -1: that has no number here. */
  readonly lowerNamespaceId: number | undefined
  readonly master: number | undefined
  readonly port: NativePort | undefined
  readonly alternativeNames: string[]
  /** IFLA_IFALIAS. */
  readonly alias: string | undefined
  readonly group: number
  readonly transmitQueueLength: number
  readonly transmitQueues: number
  /** 0: not told, by a kernel without CONFIG_RPS. */
  readonly receiveQueues: number
  readonly qdisc: string | undefined
  /** IFLA_PROMISCUITY. */
  readonly promiscuity: number
  /** IFLA_ALLMULTI, Linux 6.0. */
  readonly allMulticast: number | undefined
  readonly protocolDown: boolean
  /** IN6_ADDR_GEN_MODE_… of <linux/if_link.h>. Undefined: no IPv6. */
  readonly addressGenerationMode: number | undefined
  readonly segmentation: NativeSegmentation
  /** IFLA_PARENT_DEV_BUS_NAME and IFLA_PARENT_DEV_NAME, Linux 5.14. */
  readonly parentBus: string | undefined
  readonly parentDevice: string | undefined
  /** IFLA_PHYS_PORT_NAME, IFLA_PHYS_PORT_ID, IFLA_PHYS_SWITCH_ID. */
  readonly physicalPortName: string | undefined
  readonly physicalPortId: Uint8Array | undefined
  readonly physicalSwitchId: Uint8Array | undefined
  /** The beginning of struct rtnl_link_stats64. Undefined: not asked for. */
  readonly statistics: BigUint64Array | undefined
}

export interface NativeLinkSelector {
  /** One of the two; a name of more than 15 bytes is an alternative one. */
  readonly index?: number | undefined
  readonly name?: string | undefined
}

/** IFF_…: those in the mask become what the values say. */
export interface NativeFlagChange {
  readonly mask: number
  readonly values: number
}

/** What a link is born with, and what can be changed of one. */
export interface NativeLinkProperties {
  readonly up?: boolean | undefined
  /** Others than IFF_UP. */
  readonly flags?: NativeFlagChange | undefined
  readonly mtu?: number | undefined
  readonly group?: number | undefined
  readonly transmitQueueLength?: number | undefined
  readonly hardwareAddress?: Uint8Array | undefined
  readonly broadcastAddress?: Uint8Array | undefined
}

export interface NativeNewLink extends NativeLinkProperties {
  readonly name: string
  readonly index?: number | undefined
  /** Create in this namespace, by fd (IFLA_NET_NS_FD). */
  readonly namespace?: number | undefined
  readonly transmitQueues?: number | undefined
  readonly receiveQueues?: number | undefined
}

export interface NativeLinkCreation extends NativeNewLink, NativeLinkKinds {
  readonly kind: string
  /** kind veth only: its other end. */
  readonly peer?: NativeNewLink | undefined
  /** IFLA_LINK. */
  readonly lower?: number | undefined
  readonly master?: number | undefined
}

export interface NativeLinkChange extends NativeLinkProperties, NativeLinkKinds {
  readonly name?: string | undefined
  /** Move to this namespace, by fd. */
  readonly namespace?: number | undefined
  /** 0 releases. */
  readonly master?: number | undefined
  /** Empty: none. */
  readonly alias?: string | undefined
  readonly protocolDown?: boolean | undefined
  readonly addressGenerationMode?: number | undefined
  /** Needed where something of its kind is changed, and no other than it is of. */
  readonly kind?: string | undefined
  readonly port?: NativePort | undefined
}

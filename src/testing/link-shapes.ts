/** What links of a fake kernel look like. */
import type { NativeFlagChange, NativeLink, NativeLinkCreation } from '../addon/native-link.js'
import type { FakeLink, FakeNamespace } from './fake-namespace.js'

/** IFF_… */
export const flag = {
  up: 1,
  broadcast: 2,
  loopback: 8,
  pointToPoint: 0x10,
  running: 0x40,
  noArp: 0x80,
  promiscuous: 0x100,
  allMulticast: 0x200,
  master: 0x400,
  multicast: 0x1000,
  lowerUp: 0x1_0000,
}
/** IF_OPER_… */
const state = { unknown: 0, down: 2, lowerLayerDown: 3, up: 6 }
/** What links of a kind begin with. A limit of 0 is none. */
interface Shape {
  readonly type: number
  readonly mtu: number
  readonly minMtu: number
  readonly maxMtu: number
  readonly flags: number
}
/** ETH_MIN_MTU, ETH_MAX_MTU. */
const limits = { minMtu: 68, maxMtu: 65535 }
const noLimits = { minMtu: 0, maxMtu: 0 }
export const ethernet: Shape = { type: 1, mtu: 1500, ...limits, flags: flag.broadcast | flag.multicast }
export const tapShape: Shape = { ...ethernet, maxMtu: 65521 }
export const tunShape: Shape = {
  ...{ type: 65534, mtu: 1500, ...limits },
  flags: flag.pointToPoint | flag.noArp | flag.multicast,
}
export const ownKinds: Readonly<Record<string, Shape>> = {
  dummy: { ...ethernet, ...noLimits, flags: flag.broadcast | flag.noArp },
  ifb: { ...ethernet, ...noLimits, flags: flag.broadcast | flag.noArp },
  veth: ethernet,
  bridge: ethernet,
  vlan: { ...ethernet, minMtu: 0 },
  macvlan: ethernet,
  ipvlan: { ...ethernet, flags: flag.broadcast | flag.multicast | flag.noArp },
  vrf: { type: 1, mtu: 65575, minMtu: 1280, maxMtu: 65575, flags: flag.noArp | flag.master },
  wireguard: {
    ...{ type: 65534, mtu: 1420, minMtu: 0, maxMtu: 2147483552 },
    flags: flag.pointToPoint | flag.noArp,
  },
}
const queueLength = 1000
/** GRO_LEGACY_MAX_SIZE and its like in <linux/netdevice.h>: what links have whose driver says nothing. */
const segmentation = Object.freeze({
  ...{ gsoMaxSize: 65536, gsoMaxSegments: 65535, gsoIpv4MaxSize: 65536 },
  ...{ tsoMaxSize: 65536, tsoMaxSegments: 65535, groMaxSize: 65536, groIpv4MaxSize: 65536 },
})
/** What a namespace calls the first other one that it hears of; there are no more here. */
const namespaceId = 0
/** ETH_P_8021Q. */
const usualVlanProtocol = 0x8100

export function loopback(): FakeLink {
  const link = newLink(
    1,
    { name: 'lo', kind: '' },
    { type: 772, mtu: 65536, ...noLimits, flags: flag.loopback },
  )
  const none = new Uint8Array(6)
  return { ...link, kind: undefined, hardwareAddress: none, broadcastAddress: none }
}

/** With what follows from other links. */
export function shownLink(namespace: FakeNamespace, link: FakeLink): NativeLink {
  const { hasOwnMtu, ...plain } = link
  const [operationalState, carrier] = stateOf(namespace, link)
  const isUp = (link.flags & flag.up) !== 0
  return {
    ...plain,
    mtu: hasOwnMtu ? link.mtu : mtuOf(namespace, link),
    flags: link.flags | (isUp && carrier ? flag.running | flag.lowerUp : 0),
    operationalState,
    alternativeNames: [...link.alternativeNames],
    lowerNamespaceId: namespace.elsewhere.has(link.index) ? namespaceId : undefined,
    port: portOf(namespace, link),
    qdisc: isUp ? 'noqueue' : 'noop',
    promiscuity: Number((link.flags & flag.promiscuous) !== 0),
    allMulticast: Number((link.flags & flag.allMulticast) !== 0),
  }
}

/** What it is a port of tells of nothing but its kind here. */
function portOf(namespace: FakeNamespace, { master }: FakeLink): NativeLink['port'] {
  const kind = namespace.links.get(master ?? 0)?.kind
  return kind === undefined ? undefined : { kind, data: new Uint8Array() }
}

/** That of a bridge is the least of its ports', until somebody sets it. */
function mtuOf(namespace: FakeNamespace, { index, kind, mtu }: FakeLink): number {
  if (kind !== 'bridge') return mtu
  const ports = [...namespace.links.values()].filter(({ master }) => master === index)
  return ports.length === 0 ? mtu : Math.min(...ports.map((port) => port.mtu))
}

function stateOf(namespace: FakeNamespace, { index, flags, kind, lower }: FakeLink): [number, boolean] {
  if (!(flags & flag.up)) return [state.down, false]
  if (kind === 'veth') {
    const other = (namespace.elsewhere.get(index) ?? namespace).links.get(lower ?? 0)
    return other && other.flags & flag.up ? [state.up, true] : [state.lowerLayerDown, false]
  }
  if (kind === 'bridge') {
    const hasPort = [...namespace.links.values()].some(
      (port) => port.master === index && port.flags & flag.up,
    )
    return hasPort ? [state.up, true] : [state.down, false]
  }
  if (lower !== undefined) return [state.up, true]
  return [kind === 'vrf' ? state.up : state.unknown, true]
}

/** Not yet in a namespace. */
export function newLink(
  index: number,
  creation: NativeLinkCreation,
  { type, mtu, minMtu, maxMtu, flags }: Shape,
): FakeLink {
  const { name, kind, lower, master, vlan, bridge, macvlan, ipvlan, vrf, data } = creation
  const hasAddress = kind !== 'wireguard' && kind !== 'tun'
  // Locally administered, and another one for each link.
  const ownAddress = hasAddress ? Uint8Array.of(2, 0xfa, 0xce, 0, index >> 8, index) : undefined
  return {
    ...{ index, name, kind, type, mtu, minMtu, maxMtu, lower, master, bridge, macvlan, ipvlan, vrf, data },
    flags: changedFlags(flags, creation.flags),
    vlan: vlan && { ...vlan, protocol: vlan.protocol ?? usualVlanProtocol },
    ...{ operationalState: state.down, mode: 0, protocolDown: false, promiscuity: 0, allMulticast: 0 },
    hardwareAddress: creation.hardwareAddress ?? ownAddress,
    broadcastAddress: creation.broadcastAddress ?? (hasAddress ? new Uint8Array(6).fill(0xff) : undefined),
    ...{ permanentAddress: undefined, lowerNamespaceId: undefined, port: undefined, alias: undefined },
    ...{ alternativeNames: [], addressGenerationMode: 0, qdisc: undefined },
    group: creation.group ?? 0,
    transmitQueueLength: creation.transmitQueueLength ?? queueLength,
    transmitQueues: creation.transmitQueues ?? 1,
    receiveQueues: creation.receiveQueues ?? 1,
    segmentation,
    ...{ parentBus: undefined, parentDevice: undefined },
    ...{ physicalPortName: undefined, physicalPortId: undefined, physicalSwitchId: undefined },
    statistics: new BigUint64Array(25),
  }
}

export function changedFlags(flags: number, change: NativeFlagChange = { mask: 0, values: 0 }): number {
  return (flags & ~change.mask) | (change.values & change.mask)
}

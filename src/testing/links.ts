/** Links of a fake kernel: <linux/if_link.h>. */
import type {
  NativeLinkChange,
  NativeLinkCreation,
  NativeLinkSelector,
  NativeNewLink,
  NativeTun,
} from '../addon/native-link.js'
import { linkDown, linkUp } from './addresses.js'
import { type FakeErrno, refuse } from './failure.js'
import type { FakeLink, FakeNamespace } from './fake-namespace.js'
import { FakeWireGuard } from './fake-wireguard.js'
import { changedFlags, ethernet, flag, newLink, ownKinds, tapShape, tunShape } from './link-shapes.js'

/** IFF_TAP. */
const tapMode = 2
const needsLower = new Set(['vlan', 'macvlan', 'ipvlan'])

export function findLink(namespace: FakeNamespace, { index, name }: NativeLinkSelector): FakeLink {
  if (index !== undefined) return namespace.link(index)
  return namespace.named(name ?? '') ?? refuse('ENODEV')
}

export function createLink(
  here: FakeNamespace,
  creation: NativeLinkCreation,
  at: (fd: number) => FakeNamespace,
): void {
  const kind = ownKinds[creation.kind] ?? refuse('EOPNOTSUPP')
  const namespace = creation.namespace === undefined ? here : at(creation.namespace)
  if (namespace.named(creation.name)) refuse('EEXIST')
  const lower = creation.lower === undefined ? undefined : here.link(creation.lower)
  if (needsLower.has(creation.kind) && !lower) refuse('EINVAL')
  if (creation.master !== undefined) namespace.link(creation.master)
  const peer = creation.peer && createPeer(creation, creation.peer, namespace, at)
  const mtu = creation.mtu ?? lower?.mtu ?? kind.mtu
  // A VLAN is like the link below it.
  const flags = creation.kind === 'vlan' && lower ? lower.flags & ~flag.up : kind.flags
  // The ceiling of a macvlan is that of the link below it.
  const maxMtu = creation.kind === 'macvlan' && lower ? lower.maxMtu : kind.maxMtu
  const shape = { ...kind, mtu, maxMtu, flags }
  const link = newLink(indexFor(namespace, creation, 'EEXIST'), creation, shape)
  link.hasOwnMtu = creation.mtu !== undefined
  namespace.links.set(link.index, link)
  if (peer) tie([namespace, link], peer)
  if (creation.kind === 'wireguard') namespace.wireguard.set(link.index, new FakeWireGuard())
  for (const [of, one] of [...(peer ? [peer] : []), [namespace, link] as const]) of.tellLink(one)
  if (creation.up) setLink(namespace, link, { up: true })
}

function indexFor(namespace: FakeNamespace, { index }: NativeNewLink, taken: FakeErrno): number {
  if (index !== undefined && namespace.links.has(index)) refuse(taken)
  return index ?? namespace.freeIndex()
}

/** A persistent one, which no process holds. */
export function createTun(namespace: FakeNamespace, name: string, tun: NativeTun): void {
  if (namespace.named(name)) refuse('EBUSY')
  const isTap = tun.mode === tapMode
  const kind = isTap ? 'tap' : 'tun'
  const link = newLink(namespace.freeIndex(), { name, kind }, isTap ? tapShape : tunShape)
  Object.assign(link, { kind: 'tun', tun: { ...tun, persistent: true } })
  namespace.links.set(link.index, link)
  namespace.tellLink(link)
}

/** The kernel makes the other end of a veth first. */
function createPeer(
  { name, kind }: NativeLinkCreation,
  peer: NonNullable<NativeLinkCreation['peer']>,
  own: FakeNamespace,
  at: (fd: number) => FakeNamespace,
): readonly [FakeNamespace, FakeLink] {
  const namespace = peer.namespace === undefined ? own : at(peer.namespace)
  if (namespace.named(peer.name) || (namespace === own && peer.name === name)) refuse('EEXIST')
  const mtu = peer.mtu ?? ethernet.mtu
  const link = newLink(indexFor(namespace, peer, 'EBUSY'), { ...peer, kind }, { ...ethernet, mtu })
  namespace.links.set(link.index, link)
  return [namespace, link]
}

type Placed = readonly [FakeNamespace, FakeLink]

function tie([namespace, link]: Placed, [otherNamespace, other]: Placed): void {
  link.lower = other.index
  other.lower = link.index
  if (namespace === otherNamespace) {
    namespace.elsewhere.delete(link.index)
    namespace.elsewhere.delete(other.index)
    return
  }
  namespace.elsewhere.set(link.index, otherNamespace)
  otherNamespace.elsewhere.set(other.index, namespace)
}

export function changeLink(
  namespace: FakeNamespace,
  index: number,
  change: NativeLinkChange,
  at: (fd: number) => FakeNamespace,
): void {
  const link = namespace.link(index)
  if (change.namespace === undefined) setLink(namespace, link, change)
  else moveLink(namespace, link, at(change.namespace), change.name)
}

function setLink(namespace: FakeNamespace, link: FakeLink, change: NativeLinkChange): void {
  const { name, mtu, master, up } = change
  if (change.kind !== undefined && change.kind !== link.kind) refuse('EOPNOTSUPP')
  if (change.port && link.master === undefined) refuse('EOPNOTSUPP')
  if (name !== undefined && name !== link.name && namespace.named(name)) refuse('EEXIST')
  if (master) namespace.link(master)
  link.name = name ?? link.name
  link.mtu = mtu ?? link.mtu
  link.hasOwnMtu ||= mtu !== undefined
  setPlain(link, change)
  setOptions(link, change)
  link.flags = changedFlags(link.flags, change.flags)
  if (master !== undefined) link.master = master === 0 ? undefined : master
  const wasUp = (link.flags & flag.up) !== 0
  if (up === true) link.flags |= flag.up
  if (up === false) link.flags &= ~flag.up
  namespace.tellLink(link)
  if (up === true && !wasUp) linkUp(namespace, link)
  if (up === false && wasUp) linkDown(namespace, link)
}

/** What nothing else follows from. */
function setPlain(link: FakeLink, change: NativeLinkChange): void {
  link.group = change.group ?? link.group
  link.hardwareAddress = change.hardwareAddress ?? link.hardwareAddress
  link.broadcastAddress = change.broadcastAddress ?? link.broadcastAddress
  link.transmitQueueLength = change.transmitQueueLength ?? link.transmitQueueLength
  link.protocolDown = change.protocolDown ?? link.protocolDown
  link.addressGenerationMode = change.addressGenerationMode ?? link.addressGenerationMode
  if (change.alias !== undefined) link.alias = change.alias === '' ? undefined : change.alias
}

/** Those of its kind that are given. */
function setOptions(link: FakeLink, { bridge, macvlan, ipvlan, data }: NativeLinkChange): void {
  if (bridge) link.bridge = { ...link.bridge, ...present(bridge) }
  if (macvlan) link.macvlan = { ...link.macvlan, ...present(macvlan) }
  if (ipvlan) link.ipvlan = { ...link.ipvlan, ...present(ipvlan) }
  if (data) link.data = data
}

function present<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<Options>
}

function moveLink(from: FakeNamespace, link: FakeLink, to: FakeNamespace, name = link.name): void {
  if (link.index === 1) refuse('EINVAL')
  if (from === to) return
  if (to.named(name)) refuse('EEXIST')
  const other = otherEnd(from, link)
  const device = from.wireguard.get(link.index)
  forget(from, link)
  const index = to.links.has(link.index) ? to.freeIndex() : link.index
  const moved: FakeLink = { ...link, index, name, flags: link.flags & ~flag.up, master: undefined }
  to.links.set(index, moved)
  if (other) tie([to, moved], other)
  if (device) to.wireguard.set(index, device)
  to.tellLink(moved)
}

export function deleteLink(namespace: FakeNamespace, index: number): void {
  const link = namespace.link(index)
  if (index === 1) refuse('EOPNOTSUPP')
  const other = otherEnd(namespace, link)
  const above = [...namespace.links.values()].filter(
    (one) => one.lower === index && needsLower.has(one.kind ?? ''),
  )
  forget(namespace, link)
  for (const one of above) forget(namespace, one)
  if (other) forget(...other)
}

function otherEnd(namespace: FakeNamespace, { index, kind, lower }: FakeLink): Placed | undefined {
  if (kind !== 'veth' || lower === undefined) return undefined
  const place = namespace.elsewhere.get(index) ?? namespace
  const link = place.links.get(lower)
  return link && [place, link]
}

/** With all that hangs on it. */
function forget(namespace: FakeNamespace, link: FakeLink): void {
  const { index } = link
  namespace.removeAddresses((address) => address.link === index)
  linkDown(namespace, link)
  namespace.removeRoutes((route) => route.link === index)
  for (const member of namespace.links.values()) if (member.master === index) member.master = undefined
  namespace.tellLink(link, true)
  namespace.links.delete(index)
  namespace.elsewhere.delete(index)
  namespace.wireguard.delete(index)
}

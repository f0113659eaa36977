import type { NativeLinkCreation } from '../addon/native-link.js'
import { invalid, refuseUnknown } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import type { RawAttribute } from '../netlink/raw-attributes.js'
import { readKindAttributes } from './kind-attributes.js'
import { type LinkKinds, readKinds } from './link-kinds.js'
import { knownOfNew, type NewLinkOptions, readNewLink } from './link-properties.js'

/** A link, as ip-link(8) would be told of it. Options that are named after a kind belong to links of that kind. */
export interface LinkCreation extends NewLinkOptions, Omit<LinkKinds, 'vlan'> {
  /** As ip-link(8) has it: `wireguard`, `dummy`, `veth`, `bridge`, `vlan`, `macvlan`, `ipvlan`, `vrf`, `tun`, `ifb` …. */
  readonly kind: string
  /** The bridge or VRF that it joins: one of the namespace that is talked to, so that `namespace` excludes it. */
  readonly master?: LinkReference | undefined
  /** The link below it. Kinds macvlan and ipvlan need one. */
  readonly lower?: LinkReference | undefined
  /** Of kind veth, and needed there: the other end. It is born down: the kernel refuses to bring up one without the other. */
  readonly peer?: Omit<NewLinkOptions, 'up'> | undefined
  /** Of kind vlan, and needed there: the link whose traffic it takes, and how that is tagged. */
  readonly vlan?: (NonNullable<LinkKinds['vlan']> & { readonly lower: LinkReference }) | undefined
  /** What is to be inside IFLA_INFO_DATA besides the options that have names here. */
  readonly kindAttributes?: readonly RawAttribute[] | undefined
}

const operation = 'link.create'

const known: Record<keyof LinkCreation, true> = {
  ...knownOfNew,
  ...{ kind: true, master: true, lower: true, peer: true, vlan: true, bridge: true, macvlan: true },
  ...{ ipvlan: true, vrf: true, tun: true, kindAttributes: true },
}

const { up: _up, ...knownOfPeer } = knownOfNew

const withOptions = {
  peer: 'veth',
  vlan: 'vlan',
  bridge: 'bridge',
  macvlan: 'macvlan',
  ipvlan: 'ipvlan',
  vrf: 'vrf',
  tun: 'tun',
}
/** Links of these kinds are nothing without. */
const needed = new Set(['peer', 'vlan', 'vrf', 'tun'])

/** Checks a creation, and finds the indexes of the links that it names. */
export async function readCreation(
  creation: LinkCreation,
  index: (link: LinkReference) => Promise<number>,
): Promise<NativeLinkCreation> {
  const { kind, master, peer, kindAttributes } = creation
  if (typeof kind !== 'string' || kind === '') throw invalid(operation, String(kind), 'is no kind of link')
  checkOptions(creation)
  const lower = creation.vlan?.lower ?? creation.lower
  // Ahead of the descriptors, whose numbers may be others' by then.
  const lowerIndex = lower === undefined ? undefined : await index(lower)
  const masterIndex = master === undefined ? undefined : await index(master)
  return {
    ...readNewLink(creation, operation),
    ...readKinds(creation, operation),
    kind,
    peer: peer && readNewLink(peer, operation),
    data: readKindAttributes(creation.macvlan?.sources, kindAttributes, operation),
    lower: lowerIndex,
    master: masterIndex,
  }
}

/** Throws where there is no such option, or it belongs to links of another kind, or one that its kind needs is missing. */
export function checkOptions(creation: LinkCreation): void {
  refuseUnknown(creation, known, operation)
  if (creation.peer) refuseUnknown(creation.peer, knownOfPeer, operation)
  for (const [option, owner] of Object.entries(withOptions)) {
    checkBelongs(option, creation[option as keyof typeof withOptions], creation.kind, owner)
  }
  if (creation.vlan && creation.lower !== undefined)
    throw invalid(operation, 'lower:', 'is vlan.lower where the kind is vlan')
  if (creation.peer?.index !== undefined && creation.index === undefined)
    throw invalid(operation, 'peer.index:', 'is heeded only where index is given as well')
  // The kernel would take the index for one of the other namespace, where it is somebody else's.
  if (creation.master !== undefined && creation.namespace !== undefined)
    throw invalid(operation, 'master:', 'is not for links that are born in another namespace: set it there')
}

function checkBelongs(option: string, value: unknown, kind: string, to: string): void {
  if (kind === to && value === undefined && needed.has(option))
    throw invalid(operation, `${option}:`, `is missing; kind ${kind} needs it`)
  if (kind !== to && value !== undefined)
    throw invalid(operation, `${option}:`, `belongs to links of kind ${to}, not ${kind}`)
}

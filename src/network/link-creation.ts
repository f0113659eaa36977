import type { NativeLinkCreation } from '../addon/native-link.js'
import { checkLinkName, checkMtu, checkNumber, invalid } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import { encodeAttributes, type RawAttribute } from '../netlink/raw-attributes.js'
import { readHardwareAddress } from './hardware-address.js'
import { type LinkKinds, readKinds } from './link-kinds.js'
import { descriptorOf, type NamespaceReference } from './namespace-reference.js'

/** A link, as ip-link(8) would be told of it. Options that are named after a kind belong to links of that kind. */
export interface LinkCreation extends Omit<LinkKinds, 'vlan'> {
  /** 1 to 15 bytes; no slash, colon, white space, per cent sign. */
  readonly name: string
  /** As ip-link(8) has it: `wireguard`, `dummy`, `veth`, `bridge`, `vlan`, `macvlan`, `ipvlan`, `vrf`, `tun`, `ifb` …. */
  readonly kind: string
  /** Bytes. Default: the kind's own. */
  readonly mtu?: number | undefined
  /** Default: false. */
  readonly up?: boolean | undefined
  /** `02:fc:00:00:00:01`. Default: one that the kernel makes up. */
  readonly hardwareAddress?: string | undefined
  /** 0 to 2147483647. Default: 0. */
  readonly group?: number | undefined
  /** The bridge or VRF that it joins. */
  readonly master?: LinkReference | undefined
  /** The link below it. Kinds macvlan and ipvlan need one. */
  readonly lower?: LinkReference | undefined
  /** Where it is born: a namespace, or a descriptor of one. Default: the one that is talked to. */
  readonly namespace?: NamespaceReference | undefined
  /** Of kind veth, and needed there: the other end, and where that is born. Default: the namespace that is talked to. */
  readonly peer?: { readonly name: string; readonly namespace?: NamespaceReference | undefined } | undefined
  /** Of kind vlan, and needed there: the link whose traffic it takes, and how that is tagged. */
  readonly vlan?: (NonNullable<LinkKinds['vlan']> & { readonly lower: LinkReference }) | undefined
  /** Of a kind that has no options here: what is to be inside IFLA_INFO_DATA. */
  readonly kindAttributes?: readonly RawAttribute[] | undefined
}

const operation = 'link.create'

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
  const { kind, mtu, hardwareAddress, group, master, peer, kindAttributes } = creation
  if (typeof kind !== 'string' || kind === '') throw invalid(operation, String(kind), 'is no kind of link')
  checkOptions(creation)
  if (kindAttributes !== undefined && Object.values(withOptions).includes(kind))
    throw invalid(operation, 'kindAttributes:', `belong to other kinds; ${kind} has options by name`)
  const lower = creation.vlan?.lower ?? creation.lower
  return {
    ...readKinds(creation, operation),
    name: checkLinkName(creation.name, operation),
    kind,
    mtu: mtu === undefined ? undefined : checkMtu(mtu, operation),
    up: creation.up,
    namespace: descriptorOf(creation.namespace, operation),
    peer: peer && {
      name: checkLinkName(peer.name, operation),
      namespace: descriptorOf(peer.namespace, operation),
    },
    hardwareAddress:
      hardwareAddress === undefined ? undefined : readHardwareAddress(hardwareAddress, operation),
    group: group === undefined ? undefined : checkGroup(group, operation),
    data: kindAttributes && encodeAttributes(kindAttributes, operation),
    lower: lower === undefined ? undefined : await index(lower),
    master: master === undefined ? undefined : await index(master),
  }
}

/** Throws where options belong to links of another kind, or one that its kind needs is missing. */
export function checkOptions(creation: LinkCreation): void {
  for (const [option, owner] of Object.entries(withOptions)) {
    checkBelongs(option, creation[option as keyof typeof withOptions], creation.kind, owner)
  }
}

/** The number of a group of links. */
export function checkGroup(group: number, operation: string): number {
  return checkNumber(group, 'group of links', operation, 0, 0x7fff_ffff)
}

function checkBelongs(option: string, value: unknown, kind: string, to: string): void {
  if (kind === to && value === undefined && needed.has(option))
    throw invalid(operation, `${option}:`, `is missing; kind ${kind} needs it`)
  if (kind !== to && value !== undefined)
    throw invalid(operation, `${option}:`, `belongs to links of kind ${to}, not ${kind}`)
}

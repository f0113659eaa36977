import type { NativeLinkChange } from '../addon/native-link.js'
import { checkLinkName, invalid, refuseUnknown } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import type { RawAttribute } from '../netlink/raw-attributes.js'
import { readKindAttributes } from './kind-attributes.js'
import { type LinkKinds, readKinds } from './link-kinds.js'
import { type LinkPortChange, readPort } from './link-port.js'
import { knownProperties, type LinkProperties, readProperties } from './link-properties.js'
import { type AddressGenerationMode, addressGenerationModeNumber } from './link-words.js'

/** What is absent stays as it is. Options that are named after a kind belong to links of that kind. */
export interface LinkChange extends LinkProperties, Pick<LinkKinds, 'bridge' | 'macvlan' | 'ipvlan'> {
  /** Before Linux 6.2 only while the link is down. */
  readonly name?: string | undefined
  /** The bridge, bond or VRF that it joins; null: none. */
  readonly master?: LinkReference | null | undefined
  /** A text for people, up to 255 bytes; null or empty: none. */
  readonly alias?: string | null | undefined
  /** Something has found the network behind it to be down: a daemon says so, of kinds that can be told. */
  readonly protocolDown?: boolean | undefined
  /** How IPv6 makes up addresses of the link. */
  readonly addressGenerationMode?: AddressGenerationMode | undefined
  /** Needed with `kindAttributes` alone, and no other than the link is of: `vlan`. */
  readonly kind?: string | undefined
  /** What else is to be inside IFLA_INFO_DATA. */
  readonly kindAttributes?: readonly RawAttribute[] | undefined
  /** What it is in its master. */
  readonly port?: LinkPortChange | undefined
}

/** One request of a change. */
export interface Step {
  readonly change: NativeLinkChange
  /** `set the MTU 1420`. */
  readonly doing: string
}

const known: Record<keyof LinkChange, true> = {
  ...knownProperties,
  ...{ name: true, master: true, alias: true, protocolDown: true, addressGenerationMode: true, kind: true },
  ...{ bridge: true, macvlan: true, ipvlan: true, kindAttributes: true, port: true },
}

/** In the order that lets a link be renamed: down first, up last. The kernel would not undo the rest of a request either. */
export async function stepsOf(
  change: LinkChange,
  index: (link: LinkReference) => Promise<number>,
  operation = 'link.set',
): Promise<readonly Step[]> {
  refuseUnknown(change, known, operation)
  const { up, name, master, protocolDown, port } = change
  const { mtu, group, flags, transmitQueueLength, ...properties } = readProperties(change, operation)
  const { hardwareAddress, broadcastAddress } = properties
  const addressGenerationMode = readMode(change, operation)
  const indexOf = (link: LinkReference | null) => (link === null ? 0 : index(link))
  const steps: readonly Step[] = [
    { doing: 'clear the up flag', change: { up: up === false ? up : undefined } },
    {
      doing: `set the name ${name}`,
      change: { name: name === undefined ? undefined : checkLinkName(name, operation) },
    },
    { doing: `set the MTU ${mtu}`, change: { mtu } },
    { doing: 'set the master', change: { master: master === undefined ? undefined : await indexOf(master) } },
    { doing: `set the group ${group}`, change: { group } },
    { doing: `set the hardware address ${change.hardwareAddress}`, change: { hardwareAddress } },
    { doing: `set the broadcast address ${change.broadcastAddress}`, change: { broadcastAddress } },
    { doing: `set the transmit queue length ${transmitQueueLength}`, change: { transmitQueueLength } },
    { doing: 'set the alias', change: { alias: readAlias(change, operation) } },
    { doing: 'set the flags', change: { flags } },
    {
      doing: `set the address generation mode ${change.addressGenerationMode}`,
      change: { addressGenerationMode },
    },
    { doing: 'set the options', change: readKind(change, operation) },
    { doing: 'set the options as a port', change: { port: port && readPort(port, operation) } },
    { doing: 'set the protocol down state', change: { protocolDown } },
    { doing: 'set the up flag', change: { up: up === true ? up : undefined } },
  ]
  return steps.filter((step) => Object.values(step.change).some((value) => value !== undefined))
}

/** IFALIASZ of <linux/if.h> is 256, and counts a NUL. */
function readAlias({ alias }: LinkChange, operation: string): string | undefined {
  if (alias === undefined || alias === null) return alias === null ? '' : undefined
  if (typeof alias === 'string' && Buffer.byteLength(alias) <= 255 && !alias.includes('\0')) return alias
  throw invalid(operation, JSON.stringify(alias) ?? String(alias), 'is no alias of up to 255 bytes')
}

function readMode({ addressGenerationMode: mode }: LinkChange, operation: string): number | undefined {
  if (mode === undefined) return undefined
  const number = addressGenerationModeNumber(mode)
  if (number === undefined) throw invalid(operation, String(mode), 'is no way to make up addresses')
  return number
}

const changeable = ['bridge', 'macvlan', 'ipvlan'] as const

/** The kernel is told the kind, and refuses where the link is of another. */
function readKind(change: LinkChange, operation: string): NativeLinkChange {
  const { kindAttributes } = change
  const named = changeable.filter((kind) => change[kind] !== undefined)
  const [kind = change.kind] = named
  if (named.length > 1 || (change.kind !== undefined && change.kind !== kind))
    throw invalid(operation, `${named.at(-1)}:`, 'belongs to another kind than the rest')
  if (named.length === 0 && kindAttributes === undefined && kind === undefined) return {}
  if (typeof kind !== 'string' || kind === '')
    throw invalid(operation, 'kind:', 'is missing; kindAttributes need it')
  const { bridge, macvlan, ipvlan } = readKinds(change, operation)
  const data = readKindAttributes(change.macvlan?.sources, kindAttributes, operation)
  return { kind, bridge, macvlan, ipvlan, data }
}

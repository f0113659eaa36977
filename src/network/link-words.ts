/** The words of ip(8) for the kernel's numbers, of links and their addresses. */
import { numberOf, words } from './words.js'

/** RFC 2863, `IF_OPER_…` of <linux/if.h>. Links without a carrier of their own, such as lo and TUN, stay `unknown`. */
export type OperationalState =
  | 'unknown'
  | 'not-present'
  | 'down'
  | 'lower-layer-down'
  | 'testing'
  | 'dormant'
  | 'up'

const operationalStates: readonly OperationalState[] = [
  'unknown',
  'not-present',
  'down',
  'lower-layer-down',
  'testing',
  'dormant',
  'up',
]

export function operationalStateWord(state: number): OperationalState {
  return operationalStates[state] ?? 'unknown'
}

/** `IFF_…` of <linux/if.h>, by bit. */
const linkFlags = [
  'up',
  'broadcast',
  'debug',
  'loopback',
  'pointopoint',
  'notrailers',
  'running',
  'noarp',
  'promisc',
  'allmulti',
  'master',
  'slave',
  'multicast',
  'portsel',
  'automedia',
  'dynamic',
  'lower_up',
  'dormant',
  'echo',
] as const
/** `IFF_…` in the words of ip-link(8). */
export type LinkFlag = (typeof linkFlags)[number]

export function linkFlagWords(flags: number): readonly LinkFlag[] {
  return words(linkFlags, flags)
}

/** What a link waits for before it is up: `IF_LINK_MODE_…` of <linux/if.h>. */
export type LinkMode = 'default' | 'dormant' | 'testing' | number

const linkModes: readonly LinkMode[] = ['default', 'dormant', 'testing']

export function linkModeWord(mode: number): LinkMode {
  return linkModes[mode] ?? mode
}

/** How IPv6 makes up addresses of a link: `IN6_ADDR_GEN_MODE_…` of <linux/if_link.h>, in the words of ip-link(8). */
export type AddressGenerationMode = 'eui64' | 'none' | 'stable_secret' | 'random' | number

const addressGenerationModes: ReadonlyMap<number, AddressGenerationMode> = new Map<
  number,
  AddressGenerationMode
>([
  [0, 'eui64'],
  [1, 'none'],
  [2, 'stable_secret'],
  [3, 'random'],
])

export function addressGenerationModeWord(mode: number): AddressGenerationMode {
  return addressGenerationModes.get(mode) ?? mode
}

/** Undefined: no such word. */
export function addressGenerationModeNumber(mode: AddressGenerationMode): number | undefined {
  return numberOf(addressGenerationModes, mode)
}

/** `IFA_F_…` of <linux/if_addr.h>, by bit. */
const addressFlags = [
  'secondary',
  'nodad',
  'optimistic',
  'dadfailed',
  'home',
  'deprecated',
  'tentative',
  'permanent',
  'mngtmpaddr',
  'noprefixroute',
  'autojoin',
  'stable-privacy',
] as const
/** `IFA_F_…` in the words of ip-address(8). */
export type AddressFlag = (typeof addressFlags)[number] | 'temporary'

/** IPv6 has no secondary addresses: there the same bit is of those that RFC 8981 makes up for a while. */
const ipv6AddressFlags: readonly AddressFlag[] = ['temporary', ...addressFlags.slice(1)]

export function addressFlagWords(flags: number, version: 4 | 6): readonly AddressFlag[] {
  return words<AddressFlag>(version === 6 ? ipv6AddressFlags : addressFlags, flags)
}

/** What has made an address: `IFAPROT_…` of <linux/if_addr.h>, in the words of rt_addrprotos of iproute2. */
export type AddressProtocol = 'kernel_lo' | 'kernel_ra' | 'kernel_ll' | number

const addressProtocols: ReadonlyMap<number, AddressProtocol> = new Map<number, AddressProtocol>([
  [1, 'kernel_lo'],
  [2, 'kernel_ra'],
  [3, 'kernel_ll'],
])

export function addressProtocolWord(protocol: number): AddressProtocol {
  return addressProtocols.get(protocol) ?? protocol
}

/** Undefined: no such word. */
export function addressProtocolNumber(protocol: AddressProtocol): number | undefined {
  return numberOf(addressProtocols, protocol)
}

import type { NativeLinkChange } from '../addon/native-link.js'
import { checkLinkName, checkMtu } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import { readHardwareAddress } from './hardware-address.js'
import { checkGroup } from './link-creation.js'

/** What is absent stays as it is. */
export interface LinkChange {
  /** Administratively: IFF_UP. */
  readonly up?: boolean | undefined
  /** Bytes. */
  readonly mtu?: number | undefined
  /** Before Linux 6.2 only while the link is down. */
  readonly name?: string | undefined
  /** The bridge, bond or VRF that it joins; null: none. */
  readonly master?: LinkReference | null | undefined
  /** 0 to 2147483647. */
  readonly group?: number | undefined
  /** `02:fc:00:00:00:01`; some kinds take it only while they are down. */
  readonly hardwareAddress?: string | undefined
}

/** One request of a change. */
export interface Step {
  readonly change: NativeLinkChange
  /** `set the MTU 1420`. */
  readonly doing: string
}

/** In the order that lets a link be renamed: down first, up last. The kernel would not undo the rest of a request either. */
export async function stepsOf(
  { up, name, mtu, master, group, hardwareAddress }: LinkChange,
  index: (link: LinkReference) => Promise<number>,
  operation = 'link.set',
): Promise<readonly Step[]> {
  const steps: Step[] = []
  if (up === false) steps.push({ change: { up }, doing: 'clear the up flag' })
  if (name !== undefined)
    steps.push({ change: { name: checkLinkName(name, operation) }, doing: `set the name ${name}` })
  if (mtu !== undefined)
    steps.push({ change: { mtu: checkMtu(mtu, operation) }, doing: `set the MTU ${mtu}` })
  if (master !== undefined)
    steps.push({ change: { master: master === null ? 0 : await index(master) }, doing: 'set the master' })
  if (group !== undefined)
    steps.push({ change: { group: checkGroup(group, operation) }, doing: `set the group ${group}` })
  if (hardwareAddress !== undefined) {
    const change = { hardwareAddress: readHardwareAddress(hardwareAddress, operation) }
    steps.push({ change, doing: `set the hardware address ${hardwareAddress}` })
  }
  if (up === true) steps.push({ change: { up }, doing: 'set the up flag' })
  return steps
}

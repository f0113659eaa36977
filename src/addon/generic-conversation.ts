// A conversation of generic netlink.
import type { NativeFamily, NativeGenericCommand } from './native-generic.js'
import type { NativeLinkSelector } from './native-link.js'
import type { NativeWatch } from './native-watch.js'
import type { NativeWireGuard, NativeWireGuardChange } from './native-wireguard.js'
import type { NativeRouteConversation } from './route-conversation.js'

/** One conversation of generic netlink with one namespace. Requests queue behind each other. */
export interface NativeGenericConversation {
  /** `secrets`: the private key and the preshared keys as well. ENOENT: the kernel has no WireGuard. */
  getWireGuard(link: NativeLinkSelector, secrets: boolean): Promise<NativeWireGuard>
  /** Has copied all when it returns. */
  setWireGuard(change: NativeWireGuardChange): Promise<void>
  /** CTRL_CMD_GETFAMILY. */
  getFamily(name: string): Promise<NativeFamily>
  /** The answers before the acknowledgement: genlmsghdr and what is behind it, 4 bytes at least. Has copied all when it returns. */
  sendCommand(command: NativeGenericCommand): Promise<Uint8Array[]>
  /** The same, of NLM_F_DUMP. */
  dump(command: NativeGenericCommand): Promise<Uint8Array[]>
  /** Hears what the family tells these groups, over a socket of its own. Undefined in place of a message: some were lost. */
  watch(family: number, groups: readonly number[]): Promise<NativeWatch<Uint8Array | undefined>>
  /** As that of {@link NativeRouteConversation}. */
  close(): void
}

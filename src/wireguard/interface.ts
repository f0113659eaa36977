import type { RequestOptions } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import type { CheckedChange } from './change.js'
import type { WireGuardDevice } from './device.js'

/** What reading takes. */
export interface WireGuardReadOptions extends RequestOptions {
  /** Read the private key and the preshared keys as well. Default: false. */
  readonly privateKey?: boolean | undefined
}

/** One WireGuard interface, by whoever does it: the kernel, or a process in userspace. */
export interface WireGuardInterface {
  get(attempt: Attempt, options: WireGuardReadOptions): Promise<WireGuardDevice>
  set(change: CheckedChange, attempt: Attempt, options: RequestOptions): Promise<void>
  close(): void
}

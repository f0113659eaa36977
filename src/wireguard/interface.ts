import type { OperationError } from '../errors/operation-error.js'
import type { RequestOptions } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import type { CheckedChange } from './change.js'
import type { WireGuardDevice } from './device.js'

/** What reading takes. */
export interface WireGuardReadOptions extends RequestOptions {
  /** Read the private key and the preshared keys as well. Default: false. */
  readonly privateKey?: boolean | undefined
}

/** What listing takes. */
export interface WireGuardListOptions extends WireGuardReadOptions {
  /**
   * Hears of a userspace interface that is passed over since it cannot be read: the error's subject is its name, its code EACCES,
   * EBADMSG, ECONNRESET …. Default: nobody does.
   */
  readonly onUnreadable?: ((error: OperationError) => void) | undefined
}

/** One WireGuard interface, by whoever does it: the kernel, or a process in userspace. */
export interface WireGuardInterface {
  get(attempt: Attempt, options: WireGuardReadOptions): Promise<WireGuardDevice>
  set(change: CheckedChange, attempt: Attempt, options: RequestOptions): Promise<void>
  close(): void
}

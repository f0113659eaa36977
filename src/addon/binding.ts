/**
 * The contract with the native addon: with the files beside it the only place in TypeScript that
 * knows its shape. native/addon implements it.
 *
 * Every promise settles on the caller's thread; the work is done on other threads. Arguments are validated in TypeScript
 * before they come here; the addon checks them again only as far as memory safety needs it, and throws TypeError.
 */
import type { NativeGenericConversation } from './generic-conversation.js'
import type { NativeRouteConversation } from './route-conversation.js'

/** What a promise of the addon rejects with when the kernel refuses: an Error with these fields. */
export interface NativeFailure extends Error {
  /** `EPERM` …, or `ERR_DUMP_INTERRUPTED`. */
  readonly code: string
  /** Negative. */
  readonly errno: number
  /** The system call or netlink request: `RTM_NEWLINK`, `recvmsg`. */
  readonly syscall: string
  /** The kernel's extended-ack text. */
  readonly detail?: string
  /** The refused attribute by name and path: `IFLA_LINKINFO/IFLA_INFO_KIND`. */
  readonly attribute?: string
  /** Some of what was to be changed has been. */
  readonly partlyApplied?: true
}

export interface ConversationOptions {
  readonly socket?: number | undefined
  readonly namespace?: number | undefined
}

/** Bytes and file descriptors as they came together over a Unix socket. */
export interface NativeMessage {
  /** Empty at end of file. */
  readonly data: Buffer
  readonly descriptors: number[]
}

export interface Binding {
  /**
   * `socket`: a netlink socket that another process opened and passed; taken over, closed with the conversation. One that
   * is none, or of another family, is refused (ENOTSOCK, EPROTOTYPE) and stays the caller's.
   * `namespace`: an fd of the network namespace to talk to (needs CAP_SYS_ADMIN over it); a short-lived thread enters it, or
   * where it belongs to a user namespace of the caller's, a short-lived child.
   * Neither: the caller's own namespace.
   */
  openRouteConversation(options: ConversationOptions): Promise<NativeRouteConversation>
  /** The same with a socket of NETLINK_GENERIC. */
  openGenericConversation(options: ConversationOptions): Promise<NativeGenericConversation>

  /** A connected pair of Unix stream sockets, close-on-exec, blocking. See {@link closeDescriptor}. */
  socketPair(): [number, number]
  /**
   * Sends all of `data`, the descriptors with its first byte, at once or on a thread that waits for sockets; messages to the
   * same socket go one after another. The caller may change the data and close the descriptors meanwhile. EPIPE, never SIGPIPE.
   */
  sendMessage(socket: number, data: Uint8Array, descriptors: readonly number[]): Promise<void>
  /**
   * One recvmsg of up to `size` bytes and `descriptors` fds (close-on-exec). Waits on a thread for sockets, none of the pool;
   * fs-closing does not wake it: use shutDown. EMSGSIZE: more descriptors came, and all of them are closed.
   */
  receiveMessage(socket: number, size: number, descriptors: number): Promise<NativeMessage>
  /** shutdown(2) both ways: wakes whoever waits on this socket, in any process. */
  shutDown(socket: number): void

  /**
   * close(2) of a descriptor that came from {@link socketPair} or {@link receiveMessage}: by this, or a conversation that takes it
   * over; fs.close does as well, but warns in a worker. What is still open when the thread ends is closed then: a worker may be
   * terminated at any moment. EBADF: it is none of these.
   */
  closeDescriptor(descriptor: number): void
  /** The same on a thread of the pool: the last close of a TUN takes tens of milliseconds. */
  closeDescriptorInPool(descriptor: number): Promise<void>
  /** It is the caller's from now on, for fs.close or a stream. Returns its number. */
  releaseDescriptor(descriptor: number): number

  /**
   * Tries to lock a file for as long as its open file description lives (flock(2), LOCK_EX | LOCK_NB).
   * False: somebody else holds it.
   */
  lockFile(descriptor: number): boolean

  /** fsetxattr(2): creates or replaces an extended attribute of an open file. */
  setExtendedAttribute(descriptor: number, name: string, value: Uint8Array): void
  /** fgetxattr(2), up to 4096 bytes. Undefined: the file has none of this name. EOPNOTSUPP: its file system has none at all. */
  getExtendedAttribute(descriptor: number, name: string): Buffer | undefined

  /**
   * Replaces this process, threads and all, by another program (execve(2)): pid, children and their wait statuses stay.
   * Only `descriptors` and 0, 1, 2 stay open. All signals are blocked when the program starts, and it is a child subreaper (prctl(2)).
   * Returns only by throwing.
   */
  replaceProcess(
    path: string,
    args: readonly string[],
    env: readonly string[],
    descriptors: readonly number[],
  ): never
}

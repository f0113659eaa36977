import type { NativeFamily } from '../addon/native-generic.js'
import type { ReceivedAttribute } from '../netlink/raw-attributes.js'
import { readAttributes } from './attribute-type.js'

/** A message of a family, as the kernel sent it. */
export interface GenericMessage {
  readonly type: 'message'
  /** The number of a command: which one, the family's header tells. */
  readonly command: number
  readonly version: number
  /** The family's own header, `headerSize` bytes. */
  readonly header: Uint8Array
  /** {@link AttributeSet.read} has them by name. */
  readonly attributes: readonly ReceivedAttribute[]
}

/** genlmsghdr of <linux/genetlink.h>. */
const genericHeaderSize = 4

/** @throws OperationError EBADMSG */
export function readMessage(bytes: Uint8Array, { headerSize }: NativeFamily): GenericMessage {
  const [command = 0, version = 0] = bytes
  const ownEnd = genericHeaderSize + headerSize
  const header = bytes.slice(genericHeaderSize, ownEnd)
  // The attributes begin at a multiple of 4.
  const attributes = readAttributes(bytes.subarray((ownEnd + 3) & ~3), '')
  return Object.freeze({ type: 'message', command, version, header, attributes })
}

/** The address of a link on its wire, of Ethernet 6 bytes: `02:fc:00:00:00:01`. */
import { invalid } from '../netlink/arguments.js'

/** Undefined for the empty one, of links that have none. */
export function hardwareAddressText(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined || bytes.length === 0
    ? undefined
    : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** The kernel's longest, MAX_ADDR_LEN of its netdevice.h. */
const mostBytes = 32

/** Reads two hexadecimal digits a byte, with colons between them. */
export function readHardwareAddress(text: string, operation: string): Uint8Array {
  const isWellFormed = typeof text === 'string' && /^[\da-f]{2}(:[\da-f]{2})*$/i.test(text)
  const bytes = isWellFormed ? text.split(':').map((byte) => Number.parseInt(byte, 16)) : []
  if (bytes.length === 0 || bytes.length > mostBytes)
    throw invalid(operation, String(text), 'is no hardware address, as 02:fc:00:00:00:01')
  return Uint8Array.from(bytes)
}

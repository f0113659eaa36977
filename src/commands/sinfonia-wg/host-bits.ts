import { formatPrefix, type Prefix, prefixAddress } from '../../address/prefix.js'
import { printError } from './output.js'

/** The kernel drops them, so that more addresses are allowed than whoever wrote this may think. */
export function warnOfHostBits(prefixes: readonly Prefix[]): void {
  for (const prefix of prefixes) {
    const isHost = prefix.prefixLength === (prefix.version === 4 ? 32 : 128)
    if (!isHost && prefixAddress(prefix, 0n) !== prefix.address) {
      printError(`Warning: AllowedIP has nonzero host part: ${formatPrefix(prefix)}`)
    }
  }
}

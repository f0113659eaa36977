/** What refusals mean that depend on what was asked for. */
import type { Explanation } from '../netlink/refusal.js'
import type { WireGuardChange } from './change.js'

/** Only wg_set_device of the kernel checks where the link comes from, and only for these two. */
export const bornElsewhere: Readonly<Record<string, Explanation>> = {
  EPERM: {
    reason:
      'the listen port and the fwmark take CAP_NET_ADMIN over the network namespace in which the link was created, where its UDP socket is',
    remedy: 'Leave both out, or let whoever created the link set them.',
  },
}

export function explanations({ peers }: WireGuardChange): Readonly<Record<string, Explanation>> | undefined {
  if (!peers?.some(({ removeAllowedIps }) => removeAllowedIps?.length)) return undefined
  return {
    EINVAL: {
      reason: 'this kernel cannot remove single allowed IPs',
      remedy: 'Give all that are to stay as allowedIps, or run Linux 6.16 or later.',
    },
  }
}

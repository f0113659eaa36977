/** What a deployment finds behind its tunnel, the same in each: its addresses are those of a Kubernetes cluster's services. */
import type { AddressVersion } from '../address/address.js'

export interface ClusterAddresses {
  readonly version: AddressVersion
  readonly dns: string
  readonly service: string
}

/** The cloudlet's end of the tunnel, by IP version. */
export const clusterAddresses: Readonly<Record<AddressVersion, ClusterAddresses>> = {
  4: { version: 4, dns: '10.96.0.10', service: '10.96.0.80' },
  6: { version: 6, dns: 'fd00:10:96::a', service: 'fd00:10:96::50' },
}

/** What the client may send into the tunnel: everything. */
export const everything: Readonly<Record<AddressVersion, string>> = { 4: '0.0.0.0/0', 6: '::/0' }

/** Those of the versions that the clients have addresses of, IPv4 first. */
export function versionsOf(addresses: readonly { readonly version: AddressVersion }[]): AddressVersion[] {
  return ([4, 6] as const).filter((version) => addresses.some((address) => address.version === version))
}

// Neighbours, as they cross the line to the addon.
import type { IpVersion } from './native-address.js'

export interface NativeNeighbour {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly hardwareAddress: Uint8Array | undefined
  /** NUD_… */
  readonly state: number
  /** NTF_… */
  readonly flags: number
  /** RTN_… */
  readonly type: number
  /** RTPROT_… */
  readonly protocol: number | undefined
}

export interface NativeNeighbourChange {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly hardwareAddress?: Uint8Array | undefined
  readonly state?: number | undefined
  readonly flags?: number | undefined
  readonly protocol?: number | undefined
}

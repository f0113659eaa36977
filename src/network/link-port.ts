/** What a link is in the one that it has joined: IFLA_INFO_SLAVE_KIND and IFLA_INFO_SLAVE_DATA. */
import type { NativePort } from '../addon/native-link.js'
import { invalid, refuseUnknown } from '../netlink/arguments.js'
import { decodeAttributes, encodeAttributes, type RawAttribute } from '../netlink/raw-attributes.js'
import { type BridgePort, bridgePortAttributes, bridgePortOf, isUnnamed } from './bridge-port.js'

/** As the kernel told of it. */
export interface LinkPort {
  /** The kind of its master: `bridge`, `bond`, `vrf` …. */
  readonly kind: string
  /** Of a bridge. */
  readonly bridge: BridgePort | undefined
  /** What has no name here. */
  readonly attributes: readonly RawAttribute[]
}

/** What is absent stays as it is. */
export interface LinkPortChange {
  /** The kind of its master, needed with `attributes` alone; the kernel does not check it. */
  readonly kind?: string | undefined
  /** Of a bridge. */
  readonly bridge?: BridgePort | undefined
  /** What has no name here. */
  readonly attributes?: readonly RawAttribute[] | undefined
}

const known: Record<keyof LinkPortChange, true> = { kind: true, bridge: true, attributes: true }

/** A frozen snapshot. */
export function portOf({ kind, data }: NativePort): LinkPort {
  const attributes = decodeAttributes(data)
  if (kind !== 'bridge') return Object.freeze({ kind, bridge: undefined, attributes })
  const rest = Object.freeze(attributes.filter(isUnnamed))
  return Object.freeze({ kind, bridge: bridgePortOf(attributes), attributes: rest })
}

/** For the kernel. Throws `ERR_INVALID_ARGUMENT`. */
export function readPort(change: LinkPortChange, operation: string): NativePort {
  refuseUnknown(change, known, operation)
  const { bridge, attributes = [] } = change
  const kind = change.kind ?? (bridge && 'bridge')
  if (typeof kind !== 'string' || kind === '')
    throw invalid(operation, 'port.kind:', 'is missing; it is that of the master')
  if (bridge && kind !== 'bridge')
    throw invalid(operation, 'port.bridge:', `belongs to ports of bridges, not of kind ${kind}`)
  const named = bridge ? bridgePortAttributes(bridge, operation) : []
  return { kind, data: encodeAttributes([...named, ...attributes], operation) }
}

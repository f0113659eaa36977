/** A link as a port of a bridge, in the words of ip-link(8) and bridge(8): what is inside IFLA_INFO_SLAVE_DATA. */
import { endianness } from 'node:os'
import { checkNumber, invalid, refuseUnknown } from '../netlink/arguments.js'
import type { RawAttribute, ReceivedAttribute } from '../netlink/raw-attributes.js'

/** What a port of a bridge is told to be; of a change what is absent stays as it is. */
export interface BridgePort {
  /** Of the spanning tree protocol. */
  readonly state?: BridgePortState | undefined
  /** 0 to 63. */
  readonly priority?: number | undefined
  /** 1 to 65535. */
  readonly cost?: number | undefined
  /** Frames may leave where they came in. */
  readonly hairpin?: boolean | undefined
  /** Messages of the spanning tree protocol are refused. */
  readonly guard?: boolean | undefined
  /** It never leads to the root of the spanning tree. */
  readonly rootBlock?: boolean | undefined
  /** Members of groups leave at once. */
  readonly fastLeave?: boolean | undefined
  /** Whether it learns who is behind it. */
  readonly learning?: boolean | undefined
  /** Whether frames to whom nobody knows go out by it. */
  readonly flood?: boolean | undefined
  /** Whether frames to groups that nobody knows go out by it. */
  readonly multicastFlood?: boolean | undefined
  /** Frames to groups go to each member by itself. */
  readonly multicastToUnicast?: boolean | undefined
  /** Whether frames to all go out by it. */
  readonly broadcastFlood?: boolean | undefined
  /** The bridge answers ARP for those behind it. */
  readonly proxyArp?: boolean | undefined
  /** The bridge answers ARP and NDP for those that it knows. */
  readonly neighbourSuppression?: boolean | undefined
  /** Isolated ports hear nothing of each other. */
  readonly isolated?: boolean | undefined
  /** Only those that the bridge has been told of may send. Linux 5.18. */
  readonly locked?: boolean | undefined
}

/** BR_STATE_… of <linux/if_bridge.h>. */
export type BridgePortState = 'disabled' | 'listening' | 'learning' | 'forwarding' | 'blocking'
const states: readonly BridgePortState[] = ['disabled', 'listening', 'learning', 'forwarding', 'blocking']

/** IFLA_BRPORT_…: their numbers and bytes. */
const numbers = {
  state: { type: 1, size: 1, most: states.length - 1, least: 0 },
  priority: { type: 2, size: 2, most: 63, least: 0 },
  cost: { type: 3, size: 4, most: 65535, least: 1 },
} as const
/** IFLA_BRPORT_… of one byte that is 0 or 1. */
const switches = {
  ...{ hairpin: 4, guard: 5, rootBlock: 6, fastLeave: 7, learning: 8, flood: 9, proxyArp: 10 },
  ...{ multicastFlood: 27, multicastToUnicast: 28, broadcastFlood: 30, neighbourSuppression: 32 },
  ...{ isolated: 33, locked: 39 },
} as const
const known = { ...numbers, ...switches } satisfies Record<keyof BridgePort, unknown>

type Numbered = keyof typeof numbers
type Switch = keyof typeof switches

const isLittle = endianness() === 'LE'

/** For the kernel. Throws `ERR_INVALID_ARGUMENT`. */
export function bridgePortAttributes(port: BridgePort, operation: string): readonly RawAttribute[] {
  refuseUnknown(port, known, operation)
  const given = { ...port, state: stateNumber(port, operation) }
  const attributes: RawAttribute[] = []
  for (const name of Object.keys(numbers) as Numbered[]) {
    const { type, size, least, most } = numbers[name]
    const value = given[name]
    if (value === undefined) continue
    const number = checkNumber(value, `${name} of a bridge's port`, operation, least, most)
    attributes.push({ type, data: bytesOf(number, size) })
  }
  for (const name of Object.keys(switches) as Switch[]) {
    const value = port[name]
    if (value !== undefined) attributes.push({ type: switches[name], data: Uint8Array.of(Number(value)) })
  }
  return attributes
}

function stateNumber({ state }: BridgePort, operation: string): number | undefined {
  if (state === undefined) return undefined
  const number = states.indexOf(state)
  if (number < 0) throw invalid(operation, String(state), "is no state of a bridge's port")
  return number
}

/** As the kernel told it. */
export function bridgePortOf(attributes: readonly ReceivedAttribute[]): BridgePort {
  const told = new Map(attributes.map(({ type, data }) => [type, numberOf(data)]))
  const on = (name: Switch) => {
    const value = told.get(switches[name])
    return value === undefined ? undefined : value !== 0
  }
  return Object.freeze({
    state: states[told.get(numbers.state.type) ?? -1],
    priority: told.get(numbers.priority.type),
    cost: told.get(numbers.cost.type),
    ...(Object.fromEntries((Object.keys(switches) as Switch[]).map((name) => [name, on(name)])) as Record<
      Switch,
      boolean | undefined
    >),
  })
}

/** Those that have no name here. */
export function isUnnamed({ type }: RawAttribute): boolean {
  return (
    !Object.values(numbers).some((one) => one.type === type) &&
    !Object.values<number>(switches).includes(type)
  )
}

function bytesOf(number: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(size)
  if (isLittle) bytes.writeUIntLE(number, 0, size)
  else bytes.writeUIntBE(number, 0, size)
  return bytes
}

function numberOf(data: Uint8Array): number {
  const bytes = Buffer.from(data.subarray(0, 4))
  if (bytes.length === 0) return 0
  return isLittle ? bytes.readUIntLE(0, bytes.length) : bytes.readUIntBE(0, bytes.length)
}

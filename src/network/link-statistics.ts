/** What a link has counted since it was made, in 64 bits: struct rtnl_link_stats64 of <linux/if_link.h>. */
export interface LinkStatistics {
  /** What came in. */
  readonly received: {
    /** With the headers of the link. */
    readonly bytes: bigint
    readonly packets: bigint
    /** Bad packets. */
    readonly errors: bigint
    /** For want of room, not of sense. */
    readonly dropped: bigint
    /** More came than there was room for in the hardware. */
    readonly overErrors: bigint
    /** For want of buffers of the host. */
    readonly missed: bigint
    /** Packets to groups. */
    readonly multicast: bigint
  }
  /** What went out. */
  readonly sent: {
    /** With the headers of the link. */
    readonly bytes: bigint
    readonly packets: bigint
    /** Bad packets. */
    readonly errors: bigint
    readonly dropped: bigint
    /** Without a carrier. */
    readonly carrierErrors: bigint
    /** On old Ethernet. */
    readonly collisions: bigint
  }
}

/** Their places in the structure. */
const received = {
  packets: 0,
  bytes: 2,
  errors: 4,
  dropped: 6,
  multicast: 8,
  overErrors: 11,
  missed: 15,
} as const
const sent = { packets: 1, bytes: 3, errors: 5, dropped: 7, collisions: 9, carrierErrors: 17 } as const

export function statisticsOf(counters: BigUint64Array): LinkStatistics {
  return Object.freeze({ received: pick(counters, received), sent: pick(counters, sent) })
}

function pick<Name extends string>(
  counters: BigUint64Array,
  places: Readonly<Record<Name, number>>,
): Readonly<Record<Name, bigint>> {
  const names = Object.keys(places) as Name[]
  return Object.freeze(
    Object.fromEntries(names.map((name) => [name, counters[places[name]] ?? 0n])) as Record<Name, bigint>,
  )
}

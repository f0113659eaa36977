/** How busy this machine is, in the words in which a Tier2 reports it to its Tier1. */
import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'

/** Ratios from 0 to 1, rates in bytes a second. What is not known is left out, such as the GPU's. */
export type Resources = Readonly<Record<string, number>>

interface Counters {
  /** Milliseconds since boot. */
  readonly time: number
  /** Of all processors, in their own unit. */
  readonly busy: number
  readonly total: number
  readonly received: number
  readonly sent: number
}

/** Measures from one look to the next; the first look measures from the start of the machine. */
export class ResourceMeter {
  #before: Counters = { time: 0, busy: 0, total: 0, received: 0, sent: 0 }

  async read(): Promise<Resources> {
    const before = this.#before
    const now = await readCounters()
    this.#before = now
    const seconds = (now.time - before.time) / 1000
    return known({
      cpu_ratio: (now.busy - before.busy) / (now.total - before.total),
      mem_ratio: await readMemoryRatio(),
      net_rx_rate: (now.received - before.received) / seconds,
      net_tx_rate: (now.sent - before.sent) / seconds,
    })
  }
}

function known(resources: Record<string, number>): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([, value]) => Number.isFinite(value)))
}

async function readCounters(): Promise<Counters> {
  const uptime = Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0])
  const times = cpus().map((cpu) => cpu.times)
  const total = times.reduce((sum, each) => sum + each.user + each.nice + each.sys + each.idle + each.irq, 0)
  const idle = times.reduce((sum, each) => sum + each.idle, 0)
  return {
    time: uptime * 1000,
    busy: total - idle,
    total,
    ...parseTraffic(await readFile('/proc/net/dev', 'utf8')),
  }
}

async function readMemoryRatio(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8')
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1])
  return 1 - kilobytes('MemAvailable') / kilobytes('MemTotal')
}

/** Bytes of all interfaces but the loopback, from the table of /proc/net/dev (proc(5)). */
export function parseTraffic(table: string): { received: number; sent: number } {
  let received = 0
  let sent = 0
  for (const [, name, numbers = ''] of table.matchAll(/^\s*(\S+):\s*(.+)$/gm)) {
    if (name === 'lo') continue
    const columns = numbers.trim().split(/\s+/).map(Number)
    received += columns[0] ?? 0
    sent += columns[8] ?? 0
  }
  return { received, sent }
}

/** What ip(8) and wg(8) show of the network namespace that this process is in, without what chance or time decides. */
import { spawnSync } from 'node:child_process'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const shows = [
  ['link', 'show'],
  ['address', 'show'],
  ['-4', 'route', 'show', 'table', 'all'],
  ['-6', 'route', 'show', 'table', 'all'],
  ['-4', 'rule', 'show'],
  ['-6', 'rule', 'show'],
  ['neighbour', 'show', 'nud', 'permanent'],
]
/** Moments, and what a carrier or the search for duplicate addresses brings about a little later. */
const passing = new Set([
  'operstate',
  'tentative',
  'hello_timer',
  'tcn_timer',
  'topology_change_timer',
  'gc_timer',
])
const passingFlags = new Set(['LOWER_UP', 'NO-CARRIER', 'M-DOWN', 'linkdown', 'dead'])

export function networkState(): Json {
  const states: Json[] = shows.map((show) =>
    steady(JSON.parse(output('ip', '-json', '-details', ...show) || '[]')),
  )
  const devices = spawnSync('wg', ['show', 'all', 'dump'], { encoding: 'utf8' })
  return [...states, (devices.stdout ?? '').replace(/\(none\)\s+0\s+0\s+0/g, '')]
}

function output(program: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

function steady(value: Json): Json {
  if (Array.isArray(value)) {
    const kept = value.filter(
      (one) => !(typeof one === 'string' && passingFlags.has(one)) && !isLinkLocal(one),
    )
    return kept.map(steady).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
  }
  if (typeof value === 'string') return /^fe80::./.test(value) ? 'fe80' : value
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([key]) => !passing.has(key))
  return Object.fromEntries(entries.map(([key, one]) => [key, isByChance(one) ? 'random' : steady(one)]))
}

/** The kernel gives them, some moments after a link goes up, by the hardware's address. */
function isLinkLocal(one: Json): boolean {
  const text = JSON.stringify(one)
  return /"(local|dst)":"(fe80::[^"]|ff00::)/.test(text) || /"dst":"fe80::\/64"/.test(text)
}

/** A hardware address that nobody has chosen, for the guides choose 02:fc:…, or a bridge's number, which is made of one. */
function isByChance(one: Json): boolean {
  if (typeof one !== 'string') return false
  return /^(?!02:fc|00:00|ff:ff)([0-9a-f]{2}:){5}[0-9a-f]{2}$|^[0-9a-f]{4}\.([0-9a-f]+:){5}[0-9a-f]+$/.test(
    one,
  )
}

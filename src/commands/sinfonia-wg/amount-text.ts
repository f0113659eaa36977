/** Durations and sizes as a person reads them. */
import type { Palette } from './palette.js'

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const units = [
  ['year', 365 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', 1],
] as const

/** `1 minute, 5 seconds`; empty for none. */
export function durationText(seconds: number, palette: Palette): string {
  const parts: string[] = []
  let left = seconds
  for (const [unit, size] of units) {
    const count = Math.floor(left / size)
    left %= size
    if (count > 0) parts.push(`${count} ${palette.paint(count === 1 ? unit : `${unit}s`, 'cyan')}`)
  }
  return parts.join(', ')
}

/** How long ago it was, both in whole seconds since 1970. */
export function agoText(then: number, now: number, palette: Palette): string {
  if (then === now) return 'Now'
  if (then < now) return `${durationText(now - then, palette)} ago`
  return `(${palette.paint('System clock wound backward; connection problems may ensue.', 'red')})`
}

/** `1.21 KiB`: two decimals, of halves the even one, as printf(3) rounds. */
export function bytesText(bytes: bigint, palette: Palette): string {
  if (bytes < 1024n) return `${bytes} ${palette.paint('B', 'cyan')}`
  const names = ['KiB', 'MiB', 'GiB', 'TiB']
  let step = 0
  while (step < names.length - 1 && bytes >> BigInt(10 * (step + 2)) > 0n) step++
  const unit = 1n << BigInt(10 * (step + 1))
  const twice = 2n * 100n * bytes + unit
  const hundredths = twice % (2n * unit) === 0n ? (twice / (2n * unit)) & ~1n : twice / (2n * unit)
  const decimals = `${hundredths % 100n}`.padStart(2, '0')
  return `${hundredths / 100n}.${decimals} ${palette.paint(names[step] ?? '', 'cyan')}`
}

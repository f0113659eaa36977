import { InvalidArgumentError } from 'commander'

/** A parser for an option whose value is a whole number in a range. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`Not a whole number from ${least} to ${most}.`)
  }
}

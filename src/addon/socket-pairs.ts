import { addon } from './load.js'

/** One end for this process, one for another. */
type SocketPair = readonly [near: number, far: number]

/**
 * Two pairs of connected Unix sockets, whose far ends are for the process that `start` starts. Those are closed when it returns, the
 * near ones only where it throws, or where there are not descriptors enough: they are the caller's.
 */
export function startWithSockets<T>(start: (first: number, second: number) => T): {
  readonly started: T
  readonly sockets: readonly [first: number, second: number]
} {
  const pairs: SocketPair[] = []
  try {
    const [first, second] = [open(pairs), open(pairs)]
    return { started: start(first[1], second[1]), sockets: [first[0], second[0]] }
  } catch (error) {
    for (const [near] of pairs) addon().closeDescriptor(near)
    throw error
  } finally {
    for (const [, far] of pairs) addon().closeDescriptor(far)
  }
}

function open(pairs: SocketPair[]): SocketPair {
  const pair = addon().socketPair()
  pairs.push(pair)
  return pair
}

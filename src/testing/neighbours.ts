/** Neighbours of a fake kernel: <linux/neighbour.h>. */
import type { NativeNeighbour, NativeNeighbourChange } from '../addon/native-neighbour.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'

const proxy = 8
const unicast = 1

export function listNeighbours(namespace: FakeNamespace, proxies: boolean): NativeNeighbour[] {
  return namespace.neighbours.filter(({ flags }) => ((flags & proxy) !== 0) === proxies)
}

export function getNeighbour(namespace: FakeNamespace, key: NativeNeighbourChange): NativeNeighbour {
  return find(namespace, key) ?? refuse('ENOENT')
}

export function addNeighbour(
  namespace: FakeNamespace,
  change: NativeNeighbourChange,
  replaces = false,
): void {
  const { link, version, address, hardwareAddress, state = 0, flags = 0, protocol } = change
  namespace.link(link)
  const old = find(namespace, change)
  if (old && !replaces) refuse('EEXIST')
  const known = hardwareAddress ?? old?.hardwareAddress
  const neighbour = { link, version, address, hardwareAddress: known, state, flags, type: unicast, protocol }
  namespace.neighbours = [...namespace.neighbours.filter((one) => one !== old), neighbour]
  namespace.tell({ deleted: false, neighbour })
}

export function deleteNeighbour(namespace: FakeNamespace, key: NativeNeighbourChange): void {
  const neighbour = getNeighbour(namespace, key)
  namespace.neighbours = namespace.neighbours.filter((one) => one !== neighbour)
  namespace.tell({ deleted: true, neighbour })
}

function find(namespace: FakeNamespace, key: NativeNeighbourChange): NativeNeighbour | undefined {
  namespace.link(key.link)
  return namespace.neighbours.find(
    ({ link, address, flags }) =>
      link === key.link && address === key.address && (flags & proxy) === ((key.flags ?? 0) & proxy),
  )
}

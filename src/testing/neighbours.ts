/** Neighbours of a fake kernel: <linux/neighbour.h>. */
import type {
  NativeNeighbour,
  NativeNeighbourChange,
  NativeNeighbourFilter,
} from '../addon/native-neighbour.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'

const proxy = 8
const unicast = 1
/** Time does not pass here. */
const untouched = { confirmed: 0, used: 0, updated: 0, references: 0 }

export function listNeighbours(
  namespace: FakeNamespace,
  { link, proxies = false }: NativeNeighbourFilter,
): NativeNeighbour[] {
  return namespace.neighbours
    .filter((one) => link === undefined || one.link === link)
    .filter(({ flags }) => ((flags & proxy) !== 0) === proxies)
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
  const neighbour: NativeNeighbour = {
    ...{ link, version, address, hardwareAddress: known, state, flags, type: unicast, protocol },
    ...{ extendedFlags: change.extendedFlags ?? 0, vlan: undefined, master: undefined },
    ...((flags & proxy) === 0 ? { cache: untouched, probes: 0 } : { cache: undefined, probes: undefined }),
  }
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

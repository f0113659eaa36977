// WireGuard in userspace: works wherever user namespaces and /dev/net/tun are open to the caller, without any privilege.
import { addon } from '../../addon/load.js'
import { formatPrefix } from '../../address/prefix.js'
import { OperationError } from '../../errors/operation-error.js'
import type { PublicKey } from '../../keys/public-key.js'
import type { Namespace } from '../../namespace/namespace.js'
import type { Network } from '../../network/network.js'
import { Engine } from '../engine/engine.js'
import { wireguardOverhead } from '../mtu.js'
import type { PeerStatus, Way, WireGuardLink, WireGuardLinkOptions, WireGuardSettings } from './way.js'

/** What the engine is told at its start, before the path is known: the greatest MTU that a link of ours gets by itself. */
const engineMtu = 1420

class UserspaceLink implements WireGuardLink {
  readonly index: number
  readonly #engine: Engine

  constructor(index: number, engine: Engine) {
    this.index = index
    this.#engine = engine
  }

  get ended(): Promise<Error | undefined> {
    return this.#engine.ended
  }

  configure(settings: WireGuardSettings): Promise<void> {
    return this.#engine.set({
      ...settings,
      peers: settings.peers.map((peer) => ({ ...peer, allowedIps: peer.allowedIps.map(formatPrefix) })),
    })
  }

  async listenPort(): Promise<number> {
    return (await this.#engine.get()).listenPort
  }

  async peer(publicKey: PublicKey): Promise<PeerStatus | undefined> {
    const { peers } = await this.#engine.get()
    return peers.find((peer) => peer.publicKey.equals(publicKey))
  }

  /**
   * The engine pads packets to multiples of 16 up to the MTU that it was started with, so a smaller one must be such a
   * multiple, or padding would carry the outer packet over the path's MTU.
   */
  mtu(pathMtu: number): number {
    const fitting = pathMtu - wireguardOverhead
    return fitting >= engineMtu ? fitting : fitting - (fitting % 16)
  }

  handOver() {
    return this.#engine.handOver()
  }

  close(): Promise<void> {
    return this.#engine.close()
  }
}

/** The way over wireguard-go in a process of its own. */
export const userspace: Way = {
  name: 'userspace',
  needsTun: true,
  /** It tells only when it is tried. */
  unavailable: () => undefined,
  async open(namespace: Namespace, network: Network, options: WireGuardLinkOptions): Promise<WireGuardLink> {
    const tun = namespace.takeTun()
    if (!tun) {
      throw new OperationError('the namespace was made without a TUN device', {
        code: 'ERR_TUN',
        operation: 'tunnel.open',
      })
    }
    const engine = start(tun.descriptor, options.log)
    try {
      return new UserspaceLink((await network.links.get(tun.name, { signal: options.signal })).index, engine)
    } catch (error) {
      await engine.close()
      throw error
    }
  },
}

/** Takes the TUN over. */
function start(tun: number, log: WireGuardLinkOptions['log']): Engine {
  try {
    return new Engine({ tun, mtu: engineMtu, log })
  } finally {
    addon().closeDescriptor(tun)
  }
}

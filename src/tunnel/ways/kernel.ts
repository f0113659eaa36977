// WireGuard in the kernel: the link is born in the namespace, its UDP socket stands where its maker is.
import { OperationError } from '../../errors/operation-error.js'
import type { PublicKey } from '../../keys/public-key.js'
import { hasCapability } from '../../namespace/capabilities.js'
import { kernelWireGuard } from '../../namespace/kernel-wireguard.js'
import type { Namespace } from '../../namespace/namespace.js'
import { createTunnelLink, tunnelLinkUnavailable } from '../../namespace/tunnel-link.js'
import type { Network } from '../../network/network.js'
import { wireguardOverhead } from '../mtu.js'
import type { PeerStatus, Way, WireGuardLink, WireGuardLinkOptions, WireGuardSettings } from './way.js'

/**
 * Until the configuration tells another. Kernels before 6.13 refuse a name that a link where the maker stands has, and the
 * host may well have a wg0.
 */
const firstName = 'sinfonia-new'

class KernelLink implements WireGuardLink {
  readonly index: number
  readonly #network: Network
  readonly ended: Promise<undefined>
  #end: () => void = () => undefined

  constructor(index: number, network: Network) {
    this.index = index
    this.#network = network
    this.ended = new Promise((resolve) => {
      this.#end = () => resolve(undefined)
    })
  }

  configure(settings: WireGuardSettings): Promise<void> {
    return this.#network.wireguard.replace(this.index, settings)
  }

  async listenPort(): Promise<number> {
    return (await this.#network.wireguard.get(this.index)).listenPort
  }

  async peer(publicKey: PublicKey): Promise<PeerStatus | undefined> {
    const { peers } = await this.#network.wireguard.get(this.index)
    return peers.find((peer) => peer.publicKey.hex() === publicKey.hex())
  }

  mtu(pathMtu: number): number {
    return pathMtu - wireguardOverhead
  }

  /** Nothing: the link goes with its namespace. */
  handOver(): undefined {
    return undefined
  }

  async close(): Promise<void> {
    this.#end()
  }
}

/** The way over the kernel's own WireGuard. */
export const kernel: Way = {
  name: 'kernel',
  needsTun: false,

  unavailable({ libexec, listenPort, isInsisted }) {
    const isByHelper = !hasCapability('CAP_NET_ADMIN') && kernelWireGuard() !== 'absent'
    return listenPort && isByHelper ? portRefused() : tunnelLinkUnavailable(libexec, isInsisted)
  },

  async open(namespace: Namespace, network: Network, options: WireGuardLinkOptions): Promise<WireGuardLink> {
    await createTunnelLink(namespace.networkNamespace, { ...options, name: firstName })
    const { index } = await network.links.get(firstName, { signal: options.signal })
    return new KernelLink(index, network)
  },
}

function portRefused(): OperationError {
  return new OperationError('the kernel gives links that the helper makes a UDP port of its own choice', {
    code: 'ERR_HELPER',
    operation: 'tunnel.open',
    detail: 'WGDEVICE_A_LISTEN_PORT needs CAP_NET_ADMIN where the link was born.',
    remedy: 'Leave the port out, run as root, or use the userspace way.',
  })
}

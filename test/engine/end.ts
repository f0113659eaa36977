import { createSocket, type Socket } from 'node:dgram'
import { closeSync } from 'node:fs'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { type EngineEnd, type EngineStart, RunningEngine } from './running-engine.js'

/** One end of a tunnel: a namespace with an address, and an engine on its TUN. */
export class End implements AsyncDisposable {
  readonly namespace: Namespace
  readonly network: Network
  readonly engine: RunningEngine
  readonly tunName: string
  readonly address: string
  readonly key = PrivateKey.generate()

  private constructor(parts: Pick<End, 'namespace' | 'network' | 'engine' | 'tunName' | 'address'>) {
    this.namespace = parts.namespace
    this.network = parts.network
    this.engine = parts.engine
    this.tunName = parts.tunName
    this.address = parts.address
  }

  static async open(address: string, start: Omit<EngineStart, 'tun'> = {}): Promise<End> {
    const namespace = await Namespace.create({ tun: true })
    const network = await Network.open({ socket: namespace.takeRouteSocket() })
    const tun = namespace.takeTun()
    if (!tun) throw new Error('no TUN came with the namespace')
    const engine = new RunningEngine({ tun: tun.descriptor, ...start })
    closeSync(tun.descriptor)
    await network.links.set(tun.name, { up: true, mtu: 1420 })
    await network.addresses.add(tun.name, `${address}/24`)
    return new End({ namespace, network, engine, tunName: tun.name, address })
  }

  /** Makes the other end its only peer. */
  async meet(other: End, endpoint?: string): Promise<void> {
    const peer = { publicKey: other.key.publicKey(), endpoint, allowedIps: [`${other.address}/32`] }
    await this.engine.set({ privateKey: this.key, peers: [peer] })
  }

  /** The UDP port of its engine. */
  async port(): Promise<number> {
    return (await this.engine.get()).listenPort
  }

  /** A UDP socket inside, which is this process's. */
  async socket(port: number): Promise<Socket> {
    const descriptor = await this.namespace.openSocket({ type: 'udp', address: this.address, port })
    const socket = createSocket('udp4')
    socket.bind({ fd: descriptor })
    return socket
  }

  async close(): Promise<EngineEnd> {
    const end = await this.engine.close()
    await this.network.close()
    await this.namespace.close()
    return end
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Two ends that know each other: the first has no endpoint for the second, as a server has none for its clients. */
export async function openPair(
  loopback = '127.0.0.1',
  start: Omit<EngineStart, 'tun'> = {},
): Promise<[End, End]> {
  const ends: [End, End] = [await End.open('10.9.0.1', start), await End.open('10.9.0.2', start)]
  const [server, client] = ends
  await server.meet(client)
  await client.meet(server, `${loopback}:${await server.port()}`)
  return ends
}

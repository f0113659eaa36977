/** A DNS server over UDP and TCP (RFC 7766), on an address or on sockets that somebody opened elsewhere. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { answerQuery } from './answer.js'
import type { Zone } from './zone.js'

/** Where one pair of sockets comes from. */
export type DnsListening =
  /** Bound sockets, the TCP one listening; taken over. */
  | { readonly version: 4 | 6; readonly udp: number; readonly tcp: number }
  /** Port 0: any that is free for both. */
  | { readonly host: string; readonly port: number }

/** A connection that asks nothing for this long is closed: milliseconds. */
const idleTime = 10_000
const greatestConnections = 32

export class DnsServer {
  readonly #zone: Zone
  readonly #datagrams: DatagramSocket[] = []
  readonly #streams: Server[] = []
  readonly #connections = new Set<Socket>()

  constructor(zone: Zone) {
    this.#zone = zone
  }

  /** Answers on one more pair of sockets; resolves with the port once both listen. Rejects with what the system said. */
  async listen(at: DnsListening): Promise<number> {
    const stream = this.#openStream()
    stream.listen('tcp' in at ? { fd: at.tcp } : { host: at.host, port: at.port, exclusive: true })
    await once(stream, 'listening')
    const address = stream.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const isV6 = 'udp' in at ? at.version === 6 : at.host.includes(':')
    const datagram = this.#openDatagram(isV6 ? 'udp6' : 'udp4')
    const listening = once(datagram, 'listening') // which a given descriptor does before bind() returns
    datagram.bind('udp' in at ? { fd: at.udp } : { address: at.host, port, exclusive: true })
    await listening
    return port
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const closings = [
      ...this.#datagrams.splice(0).map((socket) => once(socket.close(), 'close')),
      ...this.#streams
        .splice(0)
        .map((server) => (server.listening ? once(server.close(), 'close') : undefined)),
    ]
    for (const connection of this.#connections) connection.destroy()
    await Promise.all(closings)
  }

  #openDatagram(type: 'udp4' | 'udp6'): DatagramSocket {
    const socket = createSocket({ type })
    this.#datagrams.push(socket)
    socket.on('error', () => {}) // Before it listens, listen() rejects with it; after that it tells of one lost datagram.
    return socket.on('message', (message, from) => {
      const answer = answerQuery(message, this.#zone, 'udp')
      // Like the network itself, a full socket may drop an answer: the asker tries again.
      if (answer) socket.send(answer, from.port, from.address, () => {})
    })
  }

  #openStream(): Server {
    const server = createServer((connection) => this.#serve(connection))
    server.maxConnections = greatestConnections
    this.#streams.push(server)
    return server
  }

  #serve(connection: Socket): void {
    this.#connections.add(connection)
    connection.setTimeout(idleTime, () => connection.destroy())
    connection.on('error', () => connection.destroy())
    connection.on('close', () => this.#connections.delete(connection))
    let pending = Buffer.alloc(0)
    connection.on('data', (data) => {
      pending = Buffer.concat([pending, data])
      for (let size = frameSize(pending); size <= pending.length; size = frameSize(pending)) {
        const answer = answerQuery(pending.subarray(2, size), this.#zone, 'tcp')
        pending = pending.subarray(size)
        if (!answer) return connection.destroy()
        if (!connection.write(frame(answer))) connection.pause()
      }
    })
    connection.on('drain', () => connection.resume())
  }
}

/** Bytes of the first message and its length field; Infinity where that field has not come yet. */
function frameSize(bytes: Buffer): number {
  return bytes.length < 2 ? Number.POSITIVE_INFINITY : 2 + bytes.readUInt16BE(0)
}

function frame(message: Buffer): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16BE(message.length)
  return Buffer.concat([size, message])
}

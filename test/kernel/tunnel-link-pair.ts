/**
 * Run by tunnel-link.test.ts: two namespaces whose tunnel links talk to each other through the host's network.
 * tunnel-link-pair.js LIBEXEC [NAME]: where the helper is, or nothing for the own right; a name for the first namespace.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { refusal } from '../netns/networks.js'
import { until } from './wireguard-links.js'

const [, , libexec, name] = process.argv
const byHelper = libexec !== undefined && libexec !== ''

class End {
  readonly key = PrivateKey.generate()
  readonly namespace: Namespace
  readonly network: Network

  private constructor(namespace: Namespace, network: Network) {
    this.namespace = namespace
    this.network = network
  }

  static async open(given?: string): Promise<End> {
    const namespace = await Namespace.create(given === undefined ? {} : { name: given })
    const options = { name: 'wg0', ...(byHelper ? { libexec } : {}) }
    const link = await namespace.createTunnelLink(options)
    assert.deepEqual([link.name, link.kind], ['wg0', 'wireguard'])
    const network = await Network.open({ namespace })
    assert.deepEqual(await network.links.get('wg0'), link)
    const again = await refusal(namespace.createTunnelLink(options))
    assert.equal(again.code, byHelper ? 'ERR_HELPER' : 'EEXIST')
    return new End(namespace, network)
  }

  /** Up, with its key: the kernel chooses the port. */
  async start(address: string): Promise<number> {
    await this.network.wireguard.update('wg0', { privateKey: this.key })
    await this.network.addresses.add('wg0', `${address}/24`)
    await this.network.links.set('wg0', { up: true })
    return (await this.network.wireguard.get('wg0')).listenPort
  }

  async talkTo(other: End, port: number, persistentKeepalive?: number): Promise<void> {
    const publicKey = other.key.publicKey()
    const peer = { publicKey, endpoint: `127.0.0.1:${port}`, allowedIps: ['10.9.0.0/24'] }
    await this.network.wireguard.update('wg0', { peers: [{ ...peer, persistentKeepalive }] })
  }

  handshake(): Promise<Date> {
    return until(async () => (await this.network.wireguard.get('wg0')).peers[0]?.lastHandshake)
  }

  /** The UDP ports that are bound inside. */
  async ports(): Promise<readonly number[]> {
    const application = await this.namespace.run('cat', ['/proc/self/net/udp'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    for await (const part of application.stdout ?? []) text += part
    return portsOf(text)
  }

  async close(): Promise<void> {
    await Promise.all([this.network.close(), this.namespace.close()])
    if (this.namespace.name !== undefined) await Namespace.delete(this.namespace.name)
  }
}

/** Of the lines of proc_net_udp(5). */
function portsOf(text: string): readonly number[] {
  return [...text.matchAll(/^ *\d+: [\dA-F]+:([\dA-F]+) /gm)].map(([, port]) =>
    Number.parseInt(port ?? '', 16),
  )
}

const [near, far] = [await End.open(name), await End.open()]
try {
  const ports = [await near.start('10.9.0.1'), await far.start('10.9.0.2')] as const
  const outside = portsOf(readFileSync('/proc/self/net/udp', 'latin1'))
  assert.ok(
    ports.every((port) => outside.includes(port)),
    `${ports} in ${outside}`,
  )
  assert.deepEqual([await near.ports(), await far.ports()], [[], []])
  // The one that calls is the last, and calls each second.
  await far.talkTo(near, ports[0])
  await near.talkTo(far, ports[1], 1)
  await Promise.all([near.handshake(), far.handshake()])
  // That of a link which the network makes stands inside.
  await near.network.links.create({ name: 'wg1', kind: 'wireguard', up: true })
  const { listenPort } = await near.network.wireguard.get('wg1')
  assert.deepEqual(await near.ports(), [listenPort])
} finally {
  await Promise.all([near.close(), far.close()])
}
process.stdout.write('done\n')

// What the types of the package must not let a program say: each line below a comment is an error to tsc. Nothing here runs.
import {
  type Code,
  deploy,
  isOperationError,
  type Link,
  type Namespace,
  Network,
  type PresharedKey,
  type PrivateKey,
  type PublicKey,
  parseConfiguration,
  Tunnel,
} from '#dist/index.js'

export async function links(network: Network, link: Link): Promise<void> {
  // @ts-expect-error a link has a kind
  await network.links.create({ name: 'a' })
  // @ts-expect-error the options of a kind are checked
  await network.links.create({ name: 'a', kind: 'bridge', bridge: { priority: 'high' } })
  // @ts-expect-error a VLAN has a link below it
  await network.links.create({ name: 'a', kind: 'vlan', vlan: { id: 7 } })
  // @ts-expect-error no such mode
  await network.links.create({ name: 'a', kind: 'macvlan', lower: 'b', macvlan: { mode: 'l2' } })
  // @ts-expect-error an MTU is a number of bytes
  await network.links.set(link, { mtu: '1420' })
  // @ts-expect-error what was told does not change
  link.mtu = 1420
  // @ts-expect-error of itself a network cannot be made
  new Network()
}

export async function others(network: Network, namespace: Namespace): Promise<void> {
  // @ts-expect-error no such protocol
  await network.routes.add({ to: 'default', protocol: 'bgpd' })
  // @ts-expect-error a route leads somewhere
  await network.routes.add({ gateway: '10.0.0.1' })
  // @ts-expect-error no such topic
  network.watch(['links'])
  // @ts-expect-error a number is no command
  await namespace.run(7)
  for await (const event of network.watch(['address'])) {
    // @ts-expect-error it may be that events were lost, and links are not watched
    event.link
  }
}

export async function keys(
  network: Network,
  { secret, key, psk }: { secret: PrivateKey; key: PublicKey; psk: PresharedKey },
): Promise<void> {
  // @ts-expect-error a private key is no public one
  await network.wireguard.removePeer('wg0', secret)
  // @ts-expect-error a public key is no private one
  await network.wireguard.update('wg0', { privateKey: key })
  // @ts-expect-error nor is a preshared one a text
  await network.wireguard.update('wg0', { peers: [{ publicKey: key, presharedKey: psk.base64() }] })
  // @ts-expect-error an endpoint cannot be cleared
  await network.wireguard.update('wg0', { peers: [{ publicKey: key, endpoint: null }] })
  // @ts-expect-error Tier1 is told the public key
  await deploy('https://tier1.example', 'helloworld', { key: secret })
}

export async function configurations(): Promise<void> {
  // @ts-expect-error a file of wg(8) names no addresses
  parseConfiguration('').addresses
  // @ts-expect-error a file need not have a private key
  await Tunnel.open(parseConfiguration('', { quick: true }))
}

export function errors(error: unknown): void {
  // @ts-expect-error no such code
  const code: Code = 'ERR_UNKNOWN'
  // @ts-expect-error codes of the system begin with E
  if (isOperationError(error) && error.code === 'NOENT') throw code
}

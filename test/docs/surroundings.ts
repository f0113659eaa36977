/** What a program of a guide may find around it, by the word that asks for it. */
import type { TestContext } from 'node:test'
import { Cloudlet, deploy, formatConfiguration, PresharedKey, PrivateKey } from '#dist/index.js'

export interface Surrounding {
  /** In its working directory. */
  readonly files?: Readonly<Record<string, string>>
  /** In front of Node. */
  readonly command?: readonly string[]
}

export const surroundings: Readonly<Record<string, (t: TestContext) => Surrounding | Promise<Surrounding>>> =
  {
    /** A network of its own, as its root. */
    'own-network': () => ({
      command:
        process.getuid?.() === 0 ? ['unshare', '--net'] : ['unshare', '--user', '--map-root-user', '--net'],
    }),
    /** The configuration of a tunnel to a cloudlet on this machine, where http://helloworld/ answers. */
    'wg0.conf': async (t) => ({ files: { 'wg0.conf': await tunnelConfiguration(t) } }),
    /** Keys as `wg genkey` and `wg genpsk` print them, and a file for wg(8) with them. */
    keys: () => {
      const [key, peer, psk] = [
        PrivateKey.generate(),
        PrivateKey.generate().publicKey(),
        PresharedKey.generate(),
      ]
      const text = `[Interface]\nPrivateKey = ${key.base64()}\nListenPort = 51820\n\n[Peer]\nPublicKey = ${peer.base64()}\nAllowedIPs = 10.0.1.0/24\n`
      return { files: { key: `${key.base64()}\n`, psk: `${psk.base64()}\n`, 'wg0.conf': text } }
    },
  }

async function tunnelConfiguration(t: TestContext): Promise<string> {
  const cloudlet = await Cloudlet.start()
  t.after(() => cloudlet.close())
  const privateKey = PrivateKey.generate()
  const [{ tunnel }] = await deploy(cloudlet.url, 'helloworld', { key: privateKey.publicKey() })
  const { publicKey, endpoint, allowedIps, addresses, dnsServers, searchDomains } = tunnel
  return formatConfiguration({
    privateKey,
    addresses,
    dns: { servers: dnsServers, search: searchDomains },
    peers: [{ publicKey, endpoint, allowedIps }],
  })
}

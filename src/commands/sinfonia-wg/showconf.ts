import type { WireGuardDevice, WireGuardPeer } from '../../wireguard/device.js'
import { failure } from './failure.js'
import { readInterface, withNetwork } from './network.js'
import { print } from './output.js'
import { wrongUsage } from './usage.js'
import { allowedIpTexts, endpointText, keyText, markText } from './value-text.js'

const access = 'Unable to access interface'

/** `sinfonia-wg showconf` */
export async function showconf(args: readonly string[], called: string): Promise<number> {
  const [name, ...more] = args
  const isHelp = name === '--help' || name === '-h'
  if (name === undefined || isHelp || more.length > 0) throw wrongUsage(called, 'showconf')
  return await withNetwork(access, async (network) => {
    const device = await readInterface(network, name).catch((error: unknown) => {
      throw failure(access, error)
    })
    print(configurationText(device))
    return 0
  })
}

/** Whatever the kernel has, also what no file can make it have: so it is not formatConfiguration that prints it. */
export function configurationText({ listenPort, fwmark, privateKey, peers }: WireGuardDevice): string {
  const own = [
    '[Interface]\n',
    line('ListenPort', listenPort || undefined),
    line('FwMark', fwmark ? markText(fwmark) : undefined),
    line('PrivateKey', privateKey && keyText(privateKey)),
  ]
  return `${own.join('')}\n${peers.map(peerText).join('\n')}`
}

function peerText({ publicKey, presharedKey, allowedIps, endpoint, persistentKeepalive }: WireGuardPeer) {
  return [
    '[Peer]\n',
    line('PublicKey', keyText(publicKey)),
    line('PresharedKey', presharedKey && keyText(presharedKey)),
    line('AllowedIPs', allowedIpTexts(allowedIps).join(', ') || undefined),
    line('Endpoint', endpoint && endpointText(endpoint)),
    line('PersistentKeepalive', persistentKeepalive),
  ].join('')
}

function line(key: string, value: string | number | undefined): string {
  return value === undefined ? '' : `${key} = ${value}\n`
}

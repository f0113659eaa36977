import type { Configuration } from '../../configuration/configuration.js'
import type { WireGuard } from '../../wireguard/wireguard.js'
import { readConfiguration } from './configuration-file.js'
import { modifyInterface } from './modification.js'
import { wrongUsage } from './usage.js'

type Kind = 'setconf' | 'addconf' | 'syncconf'
type Apply = (wireguard: WireGuard, name: string, configuration: Configuration) => Promise<void>

const retrieve = 'Unable to retrieve current interface configuration'

/** `sinfonia-wg setconf` */
export const setconf = subcommand('setconf', (wireguard, name, configuration) =>
  wireguard.replace(name, withPort(configuration)),
)

/** `sinfonia-wg addconf` */
export const addconf = subcommand('addconf', (wireguard, name, configuration) =>
  wireguard.update(name, configuration),
)

/** `sinfonia-wg syncconf` */
export const syncconf = subcommand('syncconf', (wireguard, name, configuration) =>
  wireguard.synchronise(name, withPort(configuration)),
)

function subcommand(kind: Kind, apply: Apply) {
  return async (args: readonly string[], called: string): Promise<number> => {
    const [name, path, ...more] = args
    if (name === undefined || path === undefined || more.length > 0) throw wrongUsage(called, kind)
    const configuration = await readConfiguration(path)
    // Where the file has no peers, wg(8) need not know those of the interface.
    const read = kind === 'syncconf' && configuration.peers.length > 0 ? retrieve : undefined
    return await modifyInterface(name, (wireguard) => apply(wireguard, name, configuration), read)
  }
}

/** To wg(8), a file without a port asks for one that the kernel chooses. */
function withPort(configuration: Configuration): Configuration {
  return { ...configuration, listenPort: configuration.listenPort ?? 0 }
}

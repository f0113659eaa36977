import { type Endpoint, formatEndpoint } from '../../address/endpoint.js'
import type { Configuration, ConfigurationPeer } from '../../configuration/configuration.js'
import { parseConfiguration } from '../../configuration/parse.js'
import { isOperationError } from '../../errors/operation-error.js'
import { Failure } from './failure.js'
import { warnOfHostBits } from './host-bits.js'
import { readAll, withFile } from './input.js'
import { resolved } from './resolution.js'

const wrong = 'Configuration parsing error'

/** What a file says, its endpoints resolved. */
export async function readConfiguration(path: string): Promise<Configuration> {
  const configuration = parse(withFile(path, readAll), path)
  for (const { allowedIps } of configuration.peers) warnOfHostBits(allowedIps)
  const peers: ConfigurationPeer[] = []
  for (const peer of configuration.peers) {
    const { endpoint } = peer
    peers.push(endpoint ? { ...peer, endpoint: await address(endpoint) } : peer)
  }
  return { ...configuration, peers }
}

function parse(content: Buffer, file: string): Configuration {
  try {
    return parseConfiguration(content.toString(), { file })
  } catch (error) {
    if (!isOperationError(error)) throw error
    const remedy = error.remedy === undefined ? '' : `  ${error.remedy}\n`
    // Of a peer without a key, wg(8) knows only at the end of the file.
    const isLate = error.message.includes('expected a PublicKey in this [Peer]')
    throw new Failure(`${error.message}\n${remedy}${isLate ? 'Invalid configuration' : wrong}`)
  } finally {
    content.fill(0)
  }
}

async function address(endpoint: Endpoint): Promise<Endpoint> {
  try {
    return await resolved(endpoint, formatEndpoint(endpoint))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(`${error.message}\n${wrong}`)
  }
}

/** Names of endpoints to addresses, tried again while the failure may pass. */
import type { LookupAddress } from 'node:dns'
import type { Endpoint } from '../../address/endpoint.js'
import { Failure } from './failure.js'
import { printError } from './output.js'

/** gai_strerror(3), by the numbers of libuv. */
const texts: ReadonlyMap<unknown, string> = new Map([
  [-3001, 'Temporary failure in name resolution'],
  [-3004, 'Non-recoverable failure in name resolution'],
  [-3006, 'Memory allocation failure'],
  [-3007, 'No address associated with hostname'],
  [-3008, 'Name or service not known'],
])
/** EAI_FAIL, EAI_NODATA, EAI_NONAME: it would fail again. */
const permanent: ReadonlySet<unknown> = new Set([-3004, -3007, -3008])

const first = 1_000_000
const longest = 20_000_000

/** `text`: as it was given, for messages. The environment is heeded also for an address. */
export async function resolved(endpoint: Endpoint, text: string): Promise<Endpoint> {
  let retries = retriesOfEnvironment()
  if (endpoint.kind !== 'name') return endpoint
  const { lookup } = await import('node:dns/promises')
  for (let pause = first; ; pause = Math.min(longest, Math.floor((pause * 6) / 5))) {
    try {
      const { address, family }: LookupAddress = await lookup(endpoint.host, { order: 'verbatim' })
      return { host: address, port: endpoint.port, kind: family === 4 ? 'v4' : 'v6' }
    } catch (error) {
      const { errno, message } = error as NodeJS.ErrnoException
      const problem = `${texts.get(errno) ?? message}: \`${text}'`
      if (permanent.has(errno) || retries-- <= 0) throw new Failure(problem)
      printError(`${problem}. Trying again in ${(pause / 1_000_000).toFixed(2)} seconds...`)
      await new Promise((settle) => setTimeout(settle, pause / 1000))
    }
  }
}

/** WG_ENDPOINT_RESOLUTION_RETRIES: how often a name is tried again. */
function retriesOfEnvironment(): number {
  const { WG_ENDPOINT_RESOLUTION_RETRIES: text } = process.env
  if (text === undefined) return 15
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  const retries = /^(\s*\+?\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (retries <= 0x7fff_ffff) return retries
  throw new Failure(`Unable to parse WG_ENDPOINT_RESOLUTION_RETRIES: \`${text}'`)
}

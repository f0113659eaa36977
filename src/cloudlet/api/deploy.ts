/** `/api/v1/deploy/<uuid>/<key>` */
import { formatEndpoint } from '../../address/endpoint.js'
import { formatPrefix } from '../../address/prefix.js'
import { isOperationError } from '../../errors/operation-error.js'
import { PublicKey } from '../../keys/public-key.js'
import { parseUuid } from '../application-uuid.js'
import type { CloudletDeployment } from '../deployment.js'
import type { Deployments } from '../deployments.js'
import type { RecipeRepository } from '../recipes/repository.js'
import { type ApiAnswer, problem } from './answer.js'
import type { Route } from './router.js'

export function deployRoute(deployments: Deployments, recipes: RecipeRepository): Route {
  return {
    // The key's standard base64 can have a "/" of its own, escaped or not.
    path: /^\/api\/v1\/deploy\/([^/]+)\/(.+)$/,
    methods: {
      POST: async ({ parameters: [uuidText = '', keyText = ''], query }) => {
        const uuid = parseUuid(uuidText)
        if (uuid === undefined) return problem(400, 'The application is not a UUID.')
        const key = parseKey(keyText)
        if (!key) return problem(400, 'The application key is not a WireGuard public key in base64.')
        if (!isCount(query.get('results') ?? '1')) {
          return problem(400, 'The query "results" must be a whole number from 1.')
        }
        try {
          const found = await deployments.find(uuid, key)
          return found ? deployed(found) : await deployNew(deployments, recipes, uuid, key)
        } catch (error) {
          return refusal(error)
        }
      },
      GET: () => problem(500, 'Candidates are not listed; ask for the deployment with POST.'),
    },
  }
}

async function deployNew(deployments: Deployments, recipes: RecipeRepository, uuid: string, key: PublicKey) {
  const recipe = await recipes.find(uuid)
  // 500 and not 404: what the real ones answer, and what their clients know.
  if (!recipe) return problem(500, `There is no recipe for the application ${uuid}.`)
  if (recipe.backend.kind === 'chart') {
    return problem(400, `The recipe ${uuid} has no command; this cloudlet starts commands, not charts.`)
  }
  return deployed(await deployments.deploy(recipe, key))
}

/** Always one: a single cloudlet has a single answer, however many are asked for. */
function deployed(deployment: CloudletDeployment): ApiAnswer {
  const { name, uuid, applicationKey, status, created, tunnel } = deployment
  return {
    status: 200,
    body: [
      {
        ApplicationKey: applicationKey.base64(),
        Created: created.toISOString().replace(/\.\d+Z$/, '+00:00'),
        DeploymentName: name,
        Status: status,
        TunnelConfig: {
          address: tunnel.addresses.map(({ address }) => address),
          allowedIPs: tunnel.allowedIps.map(formatPrefix),
          dns: [...tunnel.dnsServers, ...tunnel.searchDomains],
          endpoint: formatEndpoint(tunnel.endpoint),
          publicKey: tunnel.publicKey.base64(),
        },
        UUID: uuid,
      },
    ],
  }
}

/** Errors that nobody threw on purpose are the server's to report. */
function refusal(error: unknown): ApiAnswer {
  if (!isOperationError(error)) throw error
  if (error.code === 'ERR_RECIPE') return problem(400, `${error.message}.`)
  if (error.code === 'ERR_CLOSED') return problem(503, `${error.message}.`)
  return problem(500, error.remedy === undefined ? `${error.message}.` : `${error.message}. ${error.remedy}`)
}

/** Takes base64 in both alphabets, with or without padding. */
function parseKey(text: string): PublicKey | undefined {
  try {
    return PublicKey.fromBase64Url(text.replaceAll('+', '-').replaceAll('/', '_'))
  } catch {
    return undefined
  }
}

function isCount(text: string): boolean {
  return /^\+?0*[1-9]\d*$/.test(text)
}

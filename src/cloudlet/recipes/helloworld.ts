import { helloworldUuid } from '../application-uuid.js'
import type { Recipe } from './recipe.js'

/** The recipe that needs no file: `http://helloworld/` answers behind the tunnel. */
export const helloworld: Recipe = {
  uuid: helloworldUuid,
  chart: 'helloworld',
  version: '0.1.0',
  description: 'An HTTP server inside the cloudlet that answers as http://helloworld/ behind the tunnel.',
  values: { fullnameOverride: 'helloworld' },
  restricted: false,
  names: ['helloworld'],
  backend: { kind: 'helloworld' },
}

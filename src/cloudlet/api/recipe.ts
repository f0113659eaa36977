/** `/api/v1/recipe/<uuid>/` */
import { isOperationError } from '../../errors/operation-error.js'
import { parseUuid } from '../application-uuid.js'
import type { RecipeRepository } from '../recipes/repository.js'
import { problem } from './answer.js'
import type { Route } from './router.js'

export function recipeRoute(recipes: RecipeRepository): Route {
  return {
    path: /^\/api\/v1\/recipe\/([^/]+)\/?$/,
    methods: {
      GET: async ({ parameters: [uuidText = ''] }) => {
        const uuid = parseUuid(uuidText)
        const recipe = uuid === undefined ? undefined : await readable(recipes, uuid)
        if (!recipe) return problem(404, 'There is no recipe for this application.')
        if (recipe.restricted) return problem(403, 'The recipe of this application is restricted.')
        const { chart, version, description, values } = recipe
        const shown = Object.keys(values).length > 0 ? values : undefined
        return { status: 200, body: { chart, description, values: shown, version } }
      },
    },
  }
}

/** A malformed recipe could be a restricted one: nothing is told of it. */
async function readable(recipes: RecipeRepository, uuid: string) {
  try {
    return await recipes.find(uuid)
  } catch (error) {
    if (isOperationError(error) && error.code === 'ERR_RECIPE') return undefined
    throw error
  }
}

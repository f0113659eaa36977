/** The data of a recipe file, checked. */
import { basename } from 'node:path'
import { OperationError } from '../../errors/operation-error.js'
import * as is from './fields.js'
import { RecipeFields } from './fields.js'
import type { Recipe } from './recipe.js'

const known = new Set([
  'chart',
  'version',
  'description',
  'values',
  'restricted',
  'command',
  'environment',
  'ports',
  'names',
])

/**
 * Checks what a recipe's YAML holds: Sinfonia's fields (chart and version required, description, values, restricted: true where
 * absent) and those of this cloudlet (command, environment, ports, names). Throws `ERR_RECIPE` that names the field.
 */
export function readRecipe(uuid: string, data: unknown, file: { path: string; directory: string }): Recipe {
  const fields = new RecipeFields(data, (problem) => recipeError(file.path, problem))
  const unknown = fields.names().find((name) => !known.has(name))
  if (unknown !== undefined) {
    throw fields.refuse(`has an unknown field "${unknown}"; known are ${[...known].join(', ')}`)
  }
  const chart = fields.required('chart', is.text, 'a text')
  const values = fields.optional('values', is.mapping, 'a mapping') ?? {}
  return {
    uuid,
    chart,
    version: fields.required('version', is.text, 'a text (in quotes: "1.0")'),
    description: fields.optional('description', is.string, 'a text'),
    values,
    restricted: fields.optional('restricted', is.boolean, 'true or false') ?? true,
    names: serviceNames(fields, values, chart),
    backend: backend(fields, file.directory),
  }
}

function backend(fields: RecipeFields, directory: string): Recipe['backend'] {
  const command = fields.optional('command', is.command, 'a list of texts, the program first')
  if (!command) {
    const useless = ['environment', 'ports'].find((name) => fields.has(name))
    if (useless !== undefined) throw fields.refuse(`has ${useless} but no command`)
    return { kind: 'chart' }
  }
  return {
    kind: 'command',
    command,
    environment: fields.optional('environment', is.environment, 'a mapping of names to texts') ?? {},
    directory,
    ports: fields.required('ports', is.ports, 'a list of TCP ports from 1 to 65535'),
  }
}

/** What a chart names its service by itself, or the chart's own name; then those of `names`. */
function serviceNames(
  fields: RecipeFields,
  values: Readonly<Record<string, unknown>>,
  chart: string,
): readonly string[] {
  const more = fields.optional('names', is.labels, 'a list of DNS labels: lower-case letters, digits and "-"')
  const { fullnameOverride } = values
  const own = [fullnameOverride, chart.split('/').at(-1)].find(is.label)
  const all = [...new Set([own, ...(more ?? [])])].filter(is.label)
  if (all.length === 0) throw fields.refuse('gives no name for the service; add names: [some-name]')
  return all
}

/** An ERR_RECIPE of this file. */
export function recipeError(path: string, problem: string, cause?: unknown): OperationError {
  return new OperationError(`the recipe ${basename(path)} ${problem}`, {
    code: 'ERR_RECIPE',
    operation: 'cloudlet.recipe',
    subject: path,
    cause,
  })
}

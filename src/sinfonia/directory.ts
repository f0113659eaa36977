/** What a Tier1 tells about itself: its cloudlets and its recipes. */
import { Field } from './field.js'

/** A cloudlet that has registered with a Tier1. */
export interface Cloudlet {
  /** Where Tier1 sends deployments to. */
  readonly endpoint: string
  /** Degrees. */
  readonly locations: readonly { readonly latitude: number; readonly longitude: number }[]
  /** Networks whose clients it takes, and does not take, as Tier1 writes them. */
  readonly acceptedClients: readonly string[]
  readonly rejectedClients: readonly string[]
  /** `cpu_ratio` and others, as the cloudlet reported them last; empty for one that does not report. */
  readonly resources: Readonly<Record<string, number>>
}

/** How the backend of an application is deployed. */
export interface Recipe {
  /** URL of the Helm chart. */
  readonly chart: string
  readonly version: string
  readonly description: string
  /** What the chart is set up with. */
  readonly values: unknown
}

export function readCloudlets(json: unknown): Cloudlet[] {
  return new Field('', json).items().map((item) => ({
    endpoint: item.required('endpoint').text(),
    locations: list(item, 'locations').map((place) => {
      const [latitude, longitude] = place.items().map((degrees) => degrees.number())
      if (latitude === undefined || longitude === undefined)
        throw place.wrong('is not a latitude and a longitude')
      return { latitude, longitude }
    }),
    acceptedClients: list(item, 'accepted_clients').map((client) => client.text()),
    rejectedClients: list(item, 'rejected_clients').map((client) => client.text()),
    resources: Object.fromEntries(
      (item.optional('resources')?.entries() ?? []).map(([name, value]) => [name, value.number()]),
    ),
  }))
}

export function readRecipe(json: unknown): Recipe {
  const recipe = new Field('', json)
  return {
    chart: recipe.required('chart').text(),
    version: recipe.required('version').text(),
    description: recipe.optional('description')?.text() ?? '',
    values: recipe.optional('values')?.value ?? {},
  }
}

function list(item: Field, name: string): Field[] {
  return item.optional(name)?.items() ?? []
}

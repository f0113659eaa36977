/** Where a cloudlet finds its recipes: the built-in one, and the files `<uuid>.yaml` of a directory. */
import { open, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { OperationError } from '../../errors/operation-error.js'
import { helloworldUuid } from '../application-uuid.js'
import { helloworld } from './helloworld.js'
import { readRecipe, recipeError } from './read.js'
import type { Recipe } from './recipe.js'

/** More than any recipe has. */
const greatestSize = 1 << 20

export class RecipeRepository {
  readonly #directory: string | undefined

  constructor(directory: string | undefined) {
    this.#directory = directory === undefined ? undefined : resolve(directory)
  }

  /** Rejects with `ERR_RECIPE` where its directory is none, or closed to this user. */
  async check(): Promise<void> {
    if (this.#directory === undefined) return
    await stat(`${this.#directory}/.`).catch((error: Error) => {
      throw new OperationError(`the directory of recipes cannot be used: ${error.message}`, {
        code: 'ERR_RECIPE',
        operation: 'cloudlet.start',
        subject: this.#directory,
        remedy: 'Name a directory of files <uuid>.yaml, or leave it out: helloworld is built in.',
        cause: error,
      })
    })
  }

  /**
   * The recipe of an application, read anew each time, so that an edited file counts at once. Undefined: there is none.
   * Rejects with `ERR_RECIPE` where the file cannot be read or is malformed.
   */
  async find(uuid: string): Promise<Recipe | undefined> {
    if (uuid === helloworldUuid) return helloworld
    if (this.#directory === undefined) return undefined
    const path = join(this.#directory, `${uuid}.yaml`)
    const text = await readText(path)
    if (text === undefined) return undefined
    return readRecipe(uuid, await parseYaml(path, text), { path, directory: this.#directory })
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size > greatestSize) throw recipeError(path, `has ${size} bytes; at most ${greatestSize} are read`)
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
    if (error.code === 'ENOENT') return undefined
    throw recipeError(path, `cannot be read: ${error.message}`, error)
  }
}

/** The library is loaded with the first file: a cloudlet without recipes never needs it. */
async function parseYaml(path: string, text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  try {
    return parse(text)
  } catch (error) {
    throw recipeError(path, `is not YAML: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}

/** `sinfonia-wg`: what wg(8) does, without wg(8). Each subcommand is loaded when it is called, so that none waits for another. */
import { inspect } from 'node:util'
import { isOperationError } from '../../errors/operation-error.js'
import { Failure, isFailure } from './failure.js'
import { printError, printLine } from './output.js'
import { help } from './usage.js'
import { helpWords, versionWords } from './words.js'

/** A subcommand: gets its arguments, and how program and subcommand are called for its usage. Resolves with the exit status. */
export type Subcommand = (args: readonly string[], called: string) => Promise<number> | number

const subcommands = new Map<string, () => Promise<Subcommand>>([
  ['show', async () => (await import('./interfaces.js')).show],
  ['showconf', async () => (await import('./interfaces.js')).showconf],
  ['set', async () => (await import('./interfaces.js')).set],
  ['setconf', async () => (await import('./interfaces.js')).setconf],
  ['addconf', async () => (await import('./interfaces.js')).addconf],
  ['syncconf', async () => (await import('./interfaces.js')).syncconf],
  ['genkey', async () => (await import('./genkey.js')).genkey],
  ['genpsk', async () => (await import('./genkey.js')).genpsk],
  ['pubkey', async () => (await import('./pubkey.js')).pubkey],
  ['completion', async () => (await import('./completion.js')).completion],
])

/** Runs the command line and ends the process with its exit status. `name`: how the program is called in its messages. */
export async function main(args: readonly string[], name: string): Promise<void> {
  process.exit(await status(args, name))
}

async function status(args: readonly string[], name: string): Promise<number> {
  try {
    return await run(args, name)
  } catch (error) {
    if (isFailure(error)) printError(error.message)
    else if (isOperationError(error)) {
      printError(`${name}: ${error.message}`)
      if (error.remedy) printError(`  ${error.remedy}`)
    } else printError(`${name}: a bug in this program: ${inspect(error)}`)
    return 1
  }
}

async function run(args: readonly string[], name: string): Promise<number> {
  const [word = 'show', ...rest] = args
  if (args.length === 1 && versionWords.includes(word)) {
    printLine((await import('./version.js')).versionLine())
    return 0
  }
  if (args.length === 1 && helpWords.includes(word)) {
    printLine(help(name))
    return 0
  }
  const subcommand = await subcommands.get(word)?.()
  if (subcommand) return await subcommand(rest, `${name} ${word}`)
  throw new Failure(`Invalid subcommand: \`${word}'\n${help(name)}`)
}

/** Our command many times in one process, for starting Node takes a third of a second in a test kernel. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '#dist/commands/sinfonia-wg/main.js'
import type { Case } from './case.js'
import { name, type Ours } from './comparison.js'

class Ended extends Error {
  readonly status: number

  constructor(status: number) {
    super(`ended with ${status}`)
    this.status = status
  }
}

process.exit = (status) => {
  throw new Ended(Number(status))
}

/** Standard input, output and error are files in `results` from now on. */
export function oursIn(results: string): Ours {
  return async (one: Case) => {
    // What is opened gets the lowest number that is free.
    for (const [descriptor, file] of ['stdin', 'stdout', 'stderr'].entries()) {
      closeSync(descriptor)
      openSync(join(results, file), descriptor === 0 ? 'r' : 'w', 0o600)
    }
    const before = { ...process.env }
    Object.assign(process.env, one.environment)
    const status = await main(one.args, name).then(
      () => new Error(`${one.name} did not end the process`),
      (error: unknown) => error,
    )
    process.env = before
    if (!(status instanceof Ended)) throw status
    const read = (file: string) => readFileSync(join(results, file), 'utf8')
    return { status: status.status, stdout: read('stdout'), stderr: read('stderr') }
  }
}

// The descriptors that the command was started with, and that the application is to have, too.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { OperationError } from '../../errors/operation-error.js'
import type { StdioEntry } from '../../namespace/application.js'

const directory = '/proc/self/fd'
/** With stdin, stdout and stderr, as many as go to the launcher at once (SCM_MAX_FD). */
export const greatestDescriptor = 252

/**
 * What an application is given that has these descriptors under their own numbers; those between that are not named are /dev/null
 * there. To be called before anything is opened: which are the command's own is seen by what Node opens when it starts.
 *
 * @throws OperationError ERR_INVALID_ARGUMENT for one that the command was not started with
 */
export function passedDescriptors(numbers: readonly number[]): readonly StdioEntry[] | undefined {
  if (numbers.length === 0) return undefined
  const own = descriptorsOfNode()
  const missing = numbers.find((number) => targetOf(String(number)) === undefined || own.has(number))
  if (missing !== undefined) throw notInherited(missing)
  const places = Array.from({ length: Math.max(...numbers) + 1 }, (_, number) => number)
  return places.map((number) => (number <= 2 || numbers.includes(number) ? 'inherit' : 'ignore'))
}

/**
 * Those of the event loops, and pipes with both ends in this process. Close-on-exec tells nothing: Node sets it on what it
 * inherits as well.
 */
function descriptorsOfNode(): Set<number> {
  const own = new Set<number>()
  const pipes = new Map<string, { readonly ends: Set<number>; readonly numbers: number[] }>()
  for (const name of readdirSync(directory)) {
    const target = targetOf(name) ?? ''
    if (/^anon_inode:\[(eventpoll|eventfd|io_uring)\]$/.test(target)) own.add(Number(name))
    if (!target.startsWith('pipe:')) continue
    const pipe = pipes.get(target) ?? { ends: new Set(), numbers: [] }
    pipe.ends.add(accessMode(name))
    pipe.numbers.push(Number(name))
    pipes.set(target, pipe)
  }
  for (const { ends, numbers } of pipes.values())
    if (ends.size > 1) for (const number of numbers) own.add(number)
  return own
}

/** Undefined: it is not open. */
function targetOf(name: string): string | undefined {
  try {
    return readlinkSync(`${directory}/${name}`)
  } catch {
    return undefined
  }
}

/** O_RDONLY, O_WRONLY or O_RDWR, the lowest digit of the octal flags. */
function accessMode(name: string): number {
  return Number(/^flags:\s*\d*(\d)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1]) & 3
}

function notInherited(number: number): OperationError {
  return new OperationError(
    `descriptor ${number} cannot be passed on: this command was not started with it`,
    {
      code: 'ERR_INVALID_ARGUMENT',
      operation: 'launch',
      subject: String(number),
      remedy: `Open it for the command, as in: sinfonia-tier3 --pass-fd ${number} … ${number}<file`,
    },
  )
}

// Calls the privileged helper (native/helper), which makes one WireGuard link in a namespace of ours.
import { spawn } from 'node:child_process'
import { OperationError } from '../errors/operation-error.js'

/** What the helper says, as one line of JSON: docs/privileges.md. */
interface HelperAnswer {
  readonly result: 'created' | 'refused'
  readonly reason?: string
  readonly message?: string
  readonly errno?: string
}

export interface HelperRequest {
  /** Path of the helper. */
  readonly helper: string
  /** A descriptor of the network namespace that the link is for. */
  readonly namespace: number
  /** Name of the link. */
  readonly name: string
  readonly signal?: AbortSignal | undefined
  /** Whom it is called by, from root; else by the caller. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined
}

/**
 * Lets the helper make a link of kind wireguard whose UDP socket stands in the helper's own network namespace.
 *
 * @throws OperationError ERR_KERNEL_WIREGUARD where the kernel has none, ERR_HELPER for whatever else it refuses, ERR_ABORTED
 */
export async function createLinkByHelper(request: HelperRequest): Promise<void> {
  const { helper, signal } = request
  const ended = await run(request).catch((cause: unknown) => {
    if (signal?.aborted) {
      throw new OperationError('the caller aborted it', {
        code: 'ERR_ABORTED',
        operation,
        outcome: 'unknown',
        cause,
      })
    }
    throw helperError(helper, 'could not be started', { cause })
  })
  const answer = parseAnswer(ended.output)
  if (answer?.result === 'created' && ended.code === 0) return
  if (answer?.errno === 'EOPNOTSUPP') throw withoutWireGuard(answer.message)
  if (answer?.message === undefined) throw helperError(helper, `ended ${ended.how} without an answer`)
  throw helperError(helper, `refused: ${answer.message}`, { detail: answer.reason })
}

/** The kernel makes no links of kind wireguard. */
export function withoutWireGuard(detail?: string): OperationError {
  return new OperationError('this kernel has no WireGuard', {
    code: 'ERR_KERNEL_WIREGUARD',
    operation,
    detail,
    remedy:
      'As root run "modprobe wireguard"; where there is no such module, use "--tunnel userspace" or a kernel from 5.6 on.',
  })
}

const operation = 'namespace.createTunnelLink'
const greatestAnswer = 4096

interface Ended {
  readonly code: number | null
  readonly how: string
  readonly output: string
}

function run({ helper, namespace, name, signal, user }: HelperRequest): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(helper, [name], {
      stdio: ['ignore', 'pipe', 'ignore', namespace],
      env: {},
      cwd: '/',
      signal,
      ...user,
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, greatestAnswer)
    })
    child.once('error', reject)
    child.once('close', (code, killedBy) =>
      resolve({ code, how: killedBy ? `by ${killedBy}` : `with status ${code}`, output }),
    )
  })
}

function parseAnswer(output: string): HelperAnswer | undefined {
  try {
    return JSON.parse(output) as HelperAnswer
  } catch {
    return undefined
  }
}

function helperError(
  path: string,
  what: string,
  fields: { readonly detail?: string | undefined; readonly cause?: unknown } = {},
): OperationError {
  return new OperationError(`the helper ${what}`, { code: 'ERR_HELPER', operation, subject: path, ...fields })
}

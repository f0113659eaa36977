import { addon } from '../addon/load.js'
import { programPath } from '../addon/programs.js'
import type { Application } from './application.js'

/** The engine's two sockets. */
export interface SupervisedEngine {
  /** Keeps it alive. */
  readonly uapi: number
  /** Its messages come over it; its end is taken for the engine's. */
  readonly log: number
}

export interface SuperviseOptions {
  readonly application: Application
  readonly engine?: SupervisedEngine | undefined
  /** What is only held, until nobody is left: locked files. */
  readonly held?: readonly number[] | undefined
  /** Show the engine's messages on stderr. */
  readonly debug?: boolean | undefined
  /** End with the last process inside, not with the application. */
  readonly keep?: boolean | undefined
}

/**
 * Replaces this process, threads and all, by the supervisor (native/launcher): 1 MiB that passes signals on to the application,
 * clears away when it ends, and ends as it did, by the same status or signal. It needs neither namespace nor tunnel closed.
 *
 * Nothing of JavaScript runs any more: no exit handler, no listener of a signal. A signal that a listener was about to hear
 * of is lost, so let there be none by then.
 *
 * @throws OperationError ERR_LAUNCHER where the launcher is gone; this process goes on then
 */
export function supervise(options: SuperviseOptions): never {
  const { control, number, pid, waitStatus } = options.application.handOver()
  const args = ['sinfonia-tier3', 'supervise']
  const add = (name: string, value: number | undefined) => {
    if (value !== undefined) args.push(name, String(value))
  }
  add('--control', control)
  add('--application', number)
  add('--pid', pid)
  add('--status', waitStatus)
  add('--engine', options.engine?.uapi)
  add('--log', options.engine?.log)
  if (options.debug) args.push('--debug')
  if (options.keep) args.push('--wait')
  const sockets = options.engine ? [options.engine.uapi, options.engine.log] : []
  const kept = [control, ...sockets, ...(options.held ?? [])]
  return addon().replaceProcess(programPath('sinfonia-launcher'), args, [], kept)
}

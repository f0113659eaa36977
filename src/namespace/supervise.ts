import { addon } from '../addon/load.js'
import { programPath } from '../addon/programs.js'
import type { Application } from './application.js'

export interface SuperviseOptions {
  readonly application: Application
  /** What must stay open besides, and is only held: the engine's UAPI socket, locked files. */
  readonly descriptors?: readonly number[] | undefined
  /** Where the engine's messages come from; its end is taken for the engine's. */
  readonly log?: number | undefined
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
  add('--log', options.log)
  if (options.debug) args.push('--debug')
  if (options.keep) args.push('--wait')
  const kept = [control, ...(options.log === undefined ? [] : [options.log]), ...(options.descriptors ?? [])]
  return addon().replaceProcess(programPath('sinfonia-launcher'), args, [], kept)
}

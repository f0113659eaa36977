import type { Stream } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { refuseUnknown } from '../netlink/arguments.js'
import { checkId, invalid } from './arguments.js'
import { signalNumber } from './signal-number.js'

/**
 * What one descriptor of an application is: `pipe`, a stream of its {@link Application}; `inherit`, this process's descriptor of
 * the same number; `ignore`, /dev/null; else a descriptor, or something that has one (a file, a socket, a terminal), which stay
 * the caller's.
 */
export type StdioEntry = 'pipe' | 'inherit' | 'ignore' | number | Stream | WithDescriptor

/** Something that has a descriptor: a FileHandle, a stream of a file, a terminal. */
export interface WithDescriptor {
  /** The descriptor, which stays open until the application runs. */
  readonly fd: number
}

/** How an application is started: the options of child_process.spawn that mean something here. Others are refused by name. */
export interface ApplicationOptions {
  /** Its environment, whose PATH the command is looked up in. Default: this process's when the namespace was created. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Its working directory, as a path or a URL of scheme `file`. Default: this process's when the namespace was created. */
  readonly cwd?: string | URL | undefined
  /**
   * Its stdin, stdout and stderr, and with an array of more than three its descriptors 3, 4, …; what an array lacks of the first
   * three is inherited. Default: `inherit`, those of this process when the namespace was created.
   */
  readonly stdio?: 'pipe' | 'inherit' | 'ignore' | readonly StdioEntry[] | undefined
  /** Descriptors that it gets behind those of `stdio`, as 3, 4, …; they stay the caller's. At most 250. Default: none. */
  readonly descriptors?: readonly number[] | undefined
  /** What it is told that it is called (argv[0]). Default: the command. */
  readonly argv0?: string | undefined
  /**
   * Let a shell read the command: /bin/sh, or the one that is named. The arguments are put behind the command, separated by
   * spaces and not quoted, as child_process.spawn does: pass nothing that others have written. Default: false.
   */
  readonly shell?: boolean | string | undefined
  /**
   * The user and the group that it runs as, by number, in no supplementary group then. In an opened namespace that takes
   * CAP_SETUID and CAP_SETGID; in one that was created no user exists but the one that it was created with. Default: the caller.
   */
  readonly uid?: number | undefined
  /** See `uid`. */
  readonly gid?: number | undefined
  /**
   * Signals that it starts with as ignored, as a mask (signal N is bit N-1): nohup(1) and the `&` of a plain shell leave such.
   * Default: none.
   */
  readonly ignoredSignals?: bigint | undefined
  /**
   * Aborted: the application gets `killSignal`. Before `run` has resolved: it rejects with ERR_ABORTED, and the application is not
   * started, or has been killed (SIGKILL) where its start was under way; the outcome is `unknown` then.
   */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds after which it gets `killSignal`, 0 to 2147483647. Default: 0, which is never. */
  readonly timeout?: number | undefined
  /** What `signal` and `timeout` send. Default: SIGTERM. */
  readonly killSignal?: NodeJS.Signals | number | undefined
}

const known: Readonly<Record<keyof ApplicationOptions, true>> = {
  ...{ env: true, cwd: true, stdio: true, descriptors: true, argv0: true, shell: true, uid: true, gid: true },
  ...{ ignoredSignals: true, signal: true, timeout: true, killSignal: true },
}

/** Only these of options that are more than an application's. */
export function applicationOptions(options: ApplicationOptions): ApplicationOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(known, name)))
}

/** The path of the working directory; nothing: the keeper's. */
export function directoryOf({ cwd = '' }: ApplicationOptions): string {
  if (typeof cwd === 'string') return cwd
  try {
    return fileURLToPath(cwd)
  } catch {
    throw invalid(`cwd: ${String(cwd)} is no path`, operation, 'cwd')
  }
}

/** @throws OperationError ERR_INVALID_ARGUMENT */
export function checkApplicationOptions(options: ApplicationOptions): void {
  refuseUnknown(options, known, operation)
  checkId('uid', options.uid, operation)
  checkId('gid', options.gid, operation)
  const { timeout = 0, killSignal, shell } = options
  if (!Number.isInteger(timeout) || timeout < 0 || timeout > 0x7fff_ffff) {
    throw invalid(`timeout: ${timeout} is no number of milliseconds`, operation, 'timeout')
  }
  if (killSignal !== undefined) signalNumber(killSignal, operation)
  if (shell === '') throw invalid('shell: its path is empty', operation, 'shell')
}

const operation = 'application.start'

import { type ApplicationOptions, directoryOf } from './application-options.js'
import { invalid } from './arguments.js'
import { FrameWriter, RunFlag, unchanged } from './protocol.js'
import type { ApplicationStdio } from './stdio.js'

/**
 * The payload of a RUN.
 *
 * @throws OperationError ERR_INVALID_ARGUMENT for texts that no program can be given
 */
export function runRequest(
  application: number,
  [program, ...args]: readonly [string, ...string[]],
  options: ApplicationOptions,
  stdio: ApplicationStdio,
): FrameWriter {
  const environment = Object.entries(options.env ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
  const texts = [directoryOf(options), program, options.argv0 ?? program, ...args, ...environment]
  for (const text of texts) {
    if (text.includes('\0')) {
      throw invalid('a NUL in the command, its arguments or environment', 'application.start', program)
    }
  }
  if (program === '') throw invalid('the command is empty', 'application.start', program)
  const flags = (stdio.isGiven ? RunFlag.withStdio : 0) | (options.env ? RunFlag.withEnvironment : 0)
  const payload = new FrameWriter()
    .u32(application)
    .u32(flags)
    .u64(options.ignoredSignals ?? 0n)
    .u32(options.uid ?? unchanged)
    .u32(options.gid ?? unchanged)
    .u32(stdio.descriptors.length)
    .u32(1 + args.length)
    .u32(environment.length)
  for (const text of texts) payload.text(text)
  return payload
}

import { aborted, throwIfAborted } from '../errors/aborted.js'
import { Application } from './application.js'
import { type ApplicationOptions, checkApplicationOptions } from './application-options.js'
import type { Keeper } from './keeper.js'
import { Request } from './protocol.js'
import { runRequest } from './run-request.js'
import { ApplicationStdio } from './stdio.js'

/** Resolves once the program runs. `number`: of the applications of this keeper. */
export async function startApplication(
  keeper: Keeper,
  number: number,
  line: readonly [string, ...string[]],
  options: ApplicationOptions,
): Promise<Application> {
  const { signal } = options
  throwIfAborted(signal, operation)
  checkApplicationOptions(options)
  const stdio = new ApplicationStdio(options)
  try {
    const payload = runRequest(number, throughShell(line, options.shell), options, stdio)
    const exit = keeper.expectExit(number)
    const send = stdio.descriptors
    const answer = await keeper.request({ kind: Request.run, payload, operation, send, signal })
    answer.payload.u32()
    const application = new Application(keeper, number, answer.payload.u32(), exit, stdio.streams)
    if (signal?.aborted) {
      await application.close()
      throw aborted(signal, operation, 'unknown')
    }
    limit(application, options)
    return application
  } catch (error) {
    keeper.forget(number)
    stdio.abandon()
    throw error
  } finally {
    stdio.release()
  }
}

const operation = 'application.start'

function throughShell(
  line: readonly [string, ...string[]],
  shell: ApplicationOptions['shell'],
): readonly [string, ...string[]] {
  if (shell === undefined || shell === false) return line
  return [shell === true ? '/bin/sh' : shell, '-c', line.join(' ')]
}

/** Ends it by its killSignal when the caller aborts, or its time is over. */
function limit(application: Application, { signal, timeout, killSignal }: ApplicationOptions): void {
  if (!signal && !timeout) return
  const kill = () => application.kill(killSignal)
  signal?.addEventListener('abort', kill, { once: true })
  const timer = timeout ? setTimeout(kill, timeout) : undefined
  const forget = () => {
    signal?.removeEventListener('abort', kill)
    clearTimeout(timer)
  }
  application.exited.then(forget, forget)
}

import { throwIfAborted } from '../namespace/arguments.js'

/** As the work settles, or rejects with ERR_ABORTED where the caller gives up first: it then goes on unheard. */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  operation: string,
): Promise<T> {
  if (!signal) return await work
  let abort = () => {}
  const aborted = new Promise<void>((resolve) => {
    abort = resolve
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
  }).then(() => throwIfAborted(signal, operation))
  try {
    return (await Promise.race([work, aborted])) as T
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

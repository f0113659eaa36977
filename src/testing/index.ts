/** For tests of programs that use this package: `import { useFakeKernel } from 'sinfonia-tier3/testing'`. */
import { FakeKernel } from './fake-kernel.js'

export type { FakeErrno } from './failure.js'
export type { Refusal } from './fake-kernel.js'
export { FakeKernel }

/**
 * Puts a kernel in memory in the place of the real one, in this thread, for every network that is opened until it is closed.
 * Works on any system, without the native addon and without rights.
 */
export function useFakeKernel(): FakeKernel {
  return new FakeKernel()
}

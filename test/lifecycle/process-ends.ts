/** Run by process.test.ts: STEP HOW. Reaches a step, then ends in the given way. */
import { type StepName, steps } from './steps.js'

const [step, how] = process.argv.slice(2) as [StepName, string]
await steps[step]()
if (how === 'exit') process.exit(7)
if (how === 'exit later') setImmediate(() => process.exit(7))
if (how === 'throw') throw new Error('as the test wants it')
if (how === 'signal') process.kill(process.pid, 'SIGTERM')

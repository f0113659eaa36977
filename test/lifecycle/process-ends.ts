/** Run by process.test.ts: STEP HOW. Reaches a step, then ends in the given way. */
import { reach } from './reach.js'

const [step, how] = process.argv.slice(2) as [string, string]
await reach(step)
if (how === 'exit') process.exit(7)
if (how === 'exit later') setImmediate(() => process.exit(7))
if (how === 'throw') throw new Error('as the test wants it')
if (how === 'signal') process.kill(process.pid, 'SIGTERM')
if (how === 'kill') process.kill(process.pid, 'SIGKILL')

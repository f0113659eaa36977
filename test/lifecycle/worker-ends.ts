/** Run by worker.test.ts: HOW STEP… Has workers that reach each step and end in the given way: one, and later two at once. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { until } from '../end-to-end/command.js'
import { attempt, descendants, isAlive } from '../processes.js'
import { reach } from './reach.js'

if (isMainThread) await inMainThread(...(process.argv.slice(2) as [string, ...string[]]))
else await inWorker(workerData as { step: string; how: string })

async function inMainThread(how: string, ...steps: string[]): Promise<void> {
  for (const step of steps) await oneWorker(step, how)
  await noProcesses('all steps')
  // What is loaded at first use stays open.
  const before = descriptors()
  for (const step of steps) {
    await Promise.all(Array.from({ length: 2 }, () => oneWorker(step, how)))
    await noProcesses(step)
    await until(`${step}: the descriptors of the workers are closed`, () => descriptors() <= before)
    process.stdout.write(`${step}\n`)
  }
}

/** Nobody takes note of the end of a child whose worker has gone: Node leaves it a zombie. */
async function noProcesses(step: string): Promise<void> {
  await until(
    `${step}: the processes of the workers have ended`,
    () => !descendants(process.pid).some(isAlive),
  )
}

/** Not of modules: Node leaves those open that a worker was reading when it was terminated. */
function descriptors(): number {
  const files = readdirSync('/proc/self/fd').map((name) =>
    attempt(() => readlinkSync(`/proc/self/fd/${name}`)),
  )
  return files.filter((file) => !file?.endsWith('.js')).length
}

async function oneWorker(step: string, how: string): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { step, how } })
  if (how === 'terminate') {
    await once(worker, 'message')
    assert.equal(await worker.terminate(), 1)
  } else if (how === 'throw') {
    const [error] = (await once(worker, 'error')) as [Error]
    assert.equal(error.message, 'as the test wants it')
  } else {
    const [code] = (await once(worker, 'exit')) as [number]
    assert.equal(code, 7)
  }
}

async function inWorker({ step, how }: { step: string; how: string }): Promise<void> {
  await reach(step)
  if (how === 'exit') process.exit(7)
  if (how === 'throw') throw new Error('as the test wants it')
  parentPort?.postMessage('reached')
  // Until it is terminated.
  parentPort?.on('message', () => {})
}

/**
 * Run by worker.test.ts: STEP HOW TIMES. Has workers that reach a step and end in the given way, one after another and,
 * as the last, all at once.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type StepName, steps } from './steps.js'

if (isMainThread) await inMainThread(...(process.argv.slice(2) as [StepName, string, string]))
else await inWorker(workerData as { step: StepName; how: string })

async function inMainThread(step: StepName, how: string, times: string): Promise<void> {
  for (let i = 0; i < Number(times); i++) await oneWorker(step, how)
  await Promise.all(Array.from({ length: 4 }, () => oneWorker(step, how)))
  process.stdout.write('done\n')
}

async function oneWorker(step: StepName, how: string): Promise<void> {
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

async function inWorker({ step, how }: { step: StepName; how: string }): Promise<void> {
  await steps[step]()
  if (how === 'exit') process.exit(7)
  if (how === 'throw') throw new Error('as the test wants it')
  parentPort?.postMessage('reached')
  // Until it is terminated.
  parentPort?.on('message', () => {})
}

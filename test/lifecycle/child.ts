// Runs one of the scripts beside this file as a process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { nobodyLeft } from '../end-to-end/command.js'
import { Mark } from '../processes.js'

export interface Ended {
  readonly status: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** To its end, and that of every process below it, wherever it went; one that hangs is killed, which its signal tells. */
export async function run(
  script: string,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<Ended> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const mark = new Mark()
  const [program, ...words] = mark.start(process.execPath, ...nodeOptions, path, ...args)
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
    killSignal: 'SIGKILL',
  })
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
  await nobodyLeft(mark)
  return { status, signal, stdout: await stdout, stderr: await stderr }
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const part of stream.setEncoding('utf8')) all += part
  return all
}

// Runs one of the scripts beside this file as a process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { attempt, isAlive, pids, until } from '../end-to-end/command.js'

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
  const mark = nextMark()
  const marked = ['-c', `ulimit -f ${mark} && exec "$@"`, 'sh', process.execPath]
  const child = spawn('sh', [...marked, ...nodeOptions, path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
  await until('every process that it started has ended', () => withMark(mark).length === 0)
  return { status, signal, stdout: await stdout, stderr: await stderr }
}

let marks = 0

/** A limit of the size of files, in units of 512 bytes, that nobody else has, and all processes below inherit. */
function nextMark(): number {
  marks += 1
  return 2 ** 40 + process.pid * 1000 + marks
}

function withMark(mark: number): number[] {
  const limit = new RegExp(`^Max file size +${mark * 512} `, 'm')
  return pids().filter(
    (pid) => isAlive(pid) && limit.test(attempt(() => readFileSync(`/proc/${pid}/limits`, 'latin1')) ?? ''),
  )
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const part of stream.setEncoding('utf8')) all += part
  return all
}

// Runs a command as root in a test kernel that has this machine's root directory, with /tmp, /run and /dev of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, sep } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { commandLine } from './command-line.js'
import { wideRegisters } from './wide-registers.js'

const here = import.meta.dirname
const project = dirname(dirname(here))
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** What has a file system of its own inside. */
const covered = ['/tmp', '/run', '/dev']

/**
 * Resolves to the command's exit status. Its output goes to this process's or to `options`', as it comes.
 *
 * @param {import('./find.js').Kernel} kernel
 * @param {readonly string[]} command
 * @param {{ environment?: Record<string, string>, kernelArguments?: string[], memory?: number, limit?: number,
 *   stdout?: NodeJS.WritableStream, stderr?: NodeJS.WritableStream }} options
 *   memory in MiB; seconds after which the kernel is ended
 * @throws {Error} with the kernel's own last words when it ended before the command
 */
export async function boot(kernel, command, options = {}) {
  const { environment = {}, kernelArguments = [], memory = 2048, limit = 600 } = options
  const { stdout = process.stdout, stderr = process.stderr } = options
  const preloaded = kernel.isDebian ? undefined : wideRegisters()
  const job = mkdtempSync(join(memoryPlace(memory), 'sinfonia-kernel.'))
  copyFileSync(join(here, 'init.sh'), join(job, 'init'))
  writeFileSync(join(job, 'folder'), process.cwd())
  writeList(join(job, 'command'), command)
  writeList(
    join(job, 'environment'),
    Object.entries({ ...usualEnvironment(), ...environment }).map((pair) => pair.join('=')),
  )
  writeList(join(job, 'kept'), kept())

  const start = commandLine({ kernel, preloaded, job, memory, kernelArguments })
  const guard = spawn(join(here, 'guard.sh'), [job, ...start], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe', 'pipe'],
  })
  const [stdin, console, , output, errors, answer] = guard.stdio
  let reason
  const end = (why) => {
    reason ??= why
    stdin.destroy()
  }
  const timer = setTimeout(end, limit * 1000, `was ended after ${limit} s, before the command did`)
  for (const signal of signals) process.once(signal, end)
  output.pipe(stdout, { end: false })
  errors.pipe(stderr, { end: false })
  let told
  const endWhenAllHasCome = () => {
    if (told?.output === output.bytesRead && told.errors === errors.bytesRead) end()
  }
  for (const stream of [output, errors]) stream.on('data', endWhenAllHasCome)
  createInterface(answer).once('line', (line) => {
    told = JSON.parse(line)
    endWhenAllHasCome()
  })
  const [words] = await Promise.all([text(console), once(guard, 'close')])
  clearTimeout(timer)
  for (const signal of signals) process.off(signal, end)
  if (signals.includes(reason)) process.kill(process.pid, reason)
  if (reason === undefined && told) return told.status
  throw new Error(`the kernel ${kernel.name} ${reason ?? 'ended before the command did'}\n${words}`)
}

/** Why it cannot be booted on this machine, if it cannot. */
export async function bootProblem(kernel) {
  try {
    await boot(kernel, ['true'])
    return undefined
  } catch ({ message }) {
    return message
  }
}

/** Memory is a file: in memory where there is room for it. */
function memoryPlace(memory) {
  const { bavail, bsize } = statfsSync('/dev/shm')
  return bavail * bsize > memory * 2 ** 20 ? '/dev/shm' : tmpdir()
}

function writeList(file, entries) {
  writeFileSync(file, entries.map((entry) => `${entry}\0`).join(''))
}

function usualEnvironment() {
  const passed = ['CI', 'NO_COLOR', 'FORCE_COLOR'].filter((name) => process.env[name] !== undefined)
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: '/tmp/home',
    USER: 'root',
    LOGNAME: 'root',
    LANG: 'C.UTF-8',
    ...Object.fromEntries(passed.map((name) => [name, process.env[name]])),
  }
}

/** The project, this directory and this Node, where they would be covered; none that lies in another. */
function kept() {
  const programs = dirname(process.execPath)
  const node = basename(programs) === 'bin' ? dirname(programs) : process.execPath
  return [project, process.cwd(), node].filter(
    (place, index, places) =>
      covered.some((directory) => isBelow(place, directory)) &&
      !places.some((other, otherIndex) => isBelow(place, other) || (place === other && otherIndex < index)),
  )
}

function isBelow(place, directory) {
  return place.startsWith(directory + sep)
}

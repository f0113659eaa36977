// Named network namespaces as ip-netns(8) has them: a file of /run/netns on which the namespace is mounted.
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { getSystemErrorName } from 'node:util'
import { AbortListeners } from '../errors/abort-listeners.js'
import { aborted, throwIfAborted } from '../errors/aborted.js'
import { OperationError } from '../errors/operation-error.js'
import { namedDirectory, namedPath } from '../network/named-namespace.js'
import { hasCapability } from './capabilities.js'
import type { Launcher } from './launcher.js'
import { FrameReader } from './protocol.js'
import { type Refusal, readRefusal } from './refusal.js'

const configurationDirectory = '/etc/netns'

/** Where the files are that take the place of those of /etc in it. */
export function configurationOf(name: string): string {
  return `${configurationDirectory}/${name}`
}

/** The resolv.conf(5) that somebody has laid down for it. */
export function resolverOf(name: string): Promise<string | undefined> {
  return orMissing(`${configurationOf(name)}/resolv.conf`, (path) => readFile(path, 'utf8'), undefined)
}

/** Sorted. */
export async function listNamed(): Promise<readonly string[]> {
  return (await orMissing(namedDirectory, (path) => readdir(path), [])).sort()
}

export function addNamed(name: string, launcher: Launcher): Promise<void> {
  return change('add', name, 'namespace.create', launcher)
}

/** An abort ends the waiting. */
export async function deleteNamed(name: string, launcher: Launcher, signal?: AbortSignal): Promise<void> {
  const operation = 'namespace.delete'
  throwIfAborted(signal, operation)
  const deletion = change('delete', name, operation, launcher)
  await aborts.unless(deletion, signal, (fired) => aborted(fired, operation, 'unknown'))
}

const aborts = new AbortListeners()

async function change(
  verb: 'add' | 'delete',
  name: string,
  operation: string,
  launcher: Launcher,
): Promise<void> {
  namedPath(name, operation)
  if (!hasCapability('CAP_SYS_ADMIN')) {
    throw new OperationError('named network namespaces are for root alone', {
      code: 'EPERM',
      operation,
      subject: name,
      detail: 'this process does not have CAP_SYS_ADMIN',
      remedy: 'Run it as root, or leave the name out: a namespace without one needs no rights.',
    })
  }
  const refusal = await runLauncher(launcher, verb, name, operation)
  if (refusal) throw refusalError(refusal, name, operation)
}

/** What it answers where it fails. */
async function runLauncher(
  { path, ...user }: Launcher,
  verb: string,
  name: string,
  operation: string,
): Promise<Refusal | undefined> {
  const child = spawn(path, ['netns', verb, name], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    cwd: '/',
    ...user,
  })
  let refusal: Refusal | undefined
  const frames = new FrameReader()
  child.stdio[3]?.on('data', (bytes: Buffer) => {
    for (const { payload } of frames.take(bytes)) refusal = readRefusal(payload)
  })
  const how = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`))
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `ended by ${signal ?? code}`))
  })
  if (how === undefined || refusal) return refusal
  throw new OperationError(`the launcher ${how}`, {
    code: 'ERR_LAUNCHER',
    operation,
    subject: name,
    outcome: 'unknown',
  })
}

function refusalError({ errno, step }: Refusal, name: string, operation: string): OperationError {
  const code = getSystemErrorName(-errno) as `E${string}`
  const fields = { code, operation, subject: name, errno: -errno, detail: `${step}: ${code}` }
  if (code === 'EEXIST') return new OperationError(`there is a network namespace named ${name}`, fields)
  if (code === 'ENOENT') return new OperationError(`there is no network namespace named ${name}`, fields)
  return new OperationError(`the system refuses the network namespace ${name} (${step}): ${code}`, {
    ...fields,
    remedy:
      code === 'EPERM' || code === 'EACCES'
        ? 'It takes CAP_SYS_ADMIN, and the right to write to /run/netns; containers often have neither.'
        : undefined,
  })
}

async function orMissing<Value, Otherwise>(
  path: string,
  read: (path: string) => Promise<Value>,
  otherwise: Otherwise,
): Promise<Value | Otherwise> {
  try {
    return await read(path)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    if (cause.code === 'ENOENT') return otherwise
    const code = cause.code as `E${string}`
    const fields = { code, operation: 'namespace.open', subject: path, cause }
    throw new OperationError(`cannot read ${path}: ${code}`, fields)
  }
}

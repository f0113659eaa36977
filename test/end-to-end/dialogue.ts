// What README.md shows of a shell: its commands must answer as shown.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import type { Dialogue } from '../markdown.js'
import { Terminal } from '../namespace/terminal.js'
import { needs } from '../needs.js'
import { commandLine, descendants } from '../processes.js'
import { environment, startCloudlet, until } from './command.js'

export const exampleUrl = 'https://tier1.example'
const sigint = 2

/** A directory of the commands' own, so that they and `node` are those under test. */
function pathTo(directory: string): string {
  const programs = join(directory, 'programs')
  mkdirSync(programs)
  symlinkSync(resolve('bin/sinfonia-tier3.js'), join(programs, 'sinfonia-tier3'))
  symlinkSync(resolve('bin/wg.js'), join(programs, 'sinfonia-wg'))
  symlinkSync(process.execPath, join(programs, 'node'))
  return [programs, process.env.PATH].join(delimiter)
}

/** A directory that goes with the test, and an environment whose cache, home and programs are in it. */
export function place(t: TestContext): { directory: string; env: NodeJS.ProcessEnv } {
  const env = environment(t, { npm_config_update_notifier: 'false' })
  const directory = env.XDG_CACHE_HOME ?? ''
  return { directory, env: { ...env, HOME: directory, PATH: pathTo(directory) } }
}

/** A command of README.md as it can be run here: against a cloudlet that goes with the test. */
async function here(t: TestContext, command: string): Promise<string> {
  return command.includes(exampleUrl) ? command.replaceAll(exampleUrl, await startCloudlet(t)) : command
}

async function onTerminal(t: TestContext, command: string): Promise<Terminal> {
  const { HOME, PATH, XDG_CACHE_HOME } = place(t).env
  const assignments = Object.entries({ HOME, PATH, XDG_CACHE_HOME }).map(
    ([name, value]) => `${name}=${value}`,
  )
  return new Terminal(t, ['env', ...assignments, 'sh', '-c', await here(t, command)])
}

/** What README.md's commands need of the machine. */
export function able(t: TestContext, command: string): boolean {
  const programs = (['curl', 'bash'] as const).filter((program) => command.includes(program))
  return needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun', 'python', ...programs)
}

/**
 * Without what differs from run to run: npm's banner, addresses, times, names of deployments, the blanks that align them. The lines
 * of a paragraph are sorted, since steps that run at the same time are told of as they end.
 */
function lasting(text: string): string[] {
  const masked = text
    .replace(/^> .*\n/gm, '')
    .replace(/\d+(\.\d+){3}(:\d+)?/g, '<address>')
    .replace(/\d+\.\d+/g, '<time>')
    .replace(/\d+ ms/g, '<time> ms')
    .replace(/\b[a-z]+-[a-z]+\b/g, '<name>')
    .replace(/ {2,}/g, ' ')
  const paragraphs = masked.trim().split(/\n{2,}/)
  return paragraphs.map((paragraph) => paragraph.split('\n').sort().join('\n'))
}

async function endsAsShown(t: TestContext, { command, output }: Dialogue): Promise<void> {
  const { env } = place(t)
  const { stdout } = await promisify(execFile)('sh', ['-c', `${await here(t, command)} 2>&1`], { env })
  assert.deepEqual(lasting(stdout), lasting(output))
}

async function isShell(t: TestContext, { command, output }: Dialogue): Promise<void> {
  assert.equal(output, '', 'what a shell shows is the reader’s own')
  const terminal = await onTerminal(t, command)
  await terminal.expect(/^Deploying helloworld\.\.\. [a-z]+-[a-z]+\.\.\. done \(\d+ ms\)\n/)
  // Sums and expansions: what is typed is shown too, and must not be taken for an answer.
  terminal.line('echo "flags$((40 + 2)) $-"')
  const [, flags = ''] = await terminal.expect(/^flags42 (\S+)$/m)
  assert.match(flags, /i/, 'interactive')
  assert.match(flags, /m/, 'with job control')
  terminal.line('grep name /etc/resolv.conf')
  await terminal.expect(/^nameserver 10\.96\.0\.10$/m)
  const pid = await terminal.pid()
  const sleeps = (pattern: RegExp) =>
    until(`a sleep in state ${pattern}`, () =>
      descendants(pid).some((child) => commandLine(child) === 'sleep 1000 ' && pattern.test(stateOf(child))),
    )
  terminal.line('sleep 1000')
  await sleeps(/^S/)
  terminal.type('\x1a')
  await terminal.expect(/Stopped +sleep 1000/)
  terminal.line('fg')
  await sleeps(/^S/)
  terminal.type('\x03')
  terminal.line('echo "status$((40 + 2)) $?"; exit 7')
  await terminal.expect(/^status42 130$/m)
  assert.equal(await terminal.ended(), 7 << 8)
}

function stateOf(pid: number): string {
  return existsSync(`/proc/${pid}/stat`)
    ? readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '')
    : ''
}

/** README.md's port may be somebody else's on this machine: another one is asked for in its place, and must be answered. */
async function isCloudlet(t: TestContext, { command, output }: Dialogue): Promise<void> {
  const [, wanted = ''] = /--port (\d+)/.exec(command) ?? []
  const port = await freePort()
  const terminal = await onTerminal(t, command.replace(`--port ${wanted}`, `--port ${port}`))
  const [shown] = await terminal.expect(/^http:\S+\n/m)
  assert.equal(shown, output.replace(`:${wanted}\n`, `:${port}\n`))
  const answer = await fetch(new URL('/api/v1/cloudlets/', shown.trim()))
  assert.equal(answer.status, 200)
  terminal.type('\x03')
  assert.equal(await terminal.ended(), sigint)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((settle) => {
    server.listen(0, '127.0.0.1', settle)
  })
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  await new Promise((settle) => server.close(settle))
  return address.port
}

/** Where README.md has the default directory, one that nobody has installed to. */
async function isPlan(t: TestContext, { command, output }: Dialogue): Promise<void> {
  assert.match(command, / --dry-run$/, 'the tests install nothing on the machine')
  // Below a directory that every system has: README.md shows one that has /usr/local/libexec.
  const directory = '/usr/local/sinfonia-tier3-of-readme'
  const env = { ...place(t).env, SINFONIA_TIER3_LIBEXEC: directory }
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} --no-apparmor`], { env })
  assert.equal(stdout.replaceAll(directory, '/usr/local/libexec/sinfonia-tier3'), output)
}

/** The same checks in the same order, and a verdict of the same kind; what they find is the machine's. */
async function isDiagnosis(t: TestContext, { command, output }: Dialogue): Promise<void> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { env: place(t).env })
  const checked = (text: string) =>
    [...text.matchAll(/^(?:ok|warning|failure) +(\S+(?: \S+)*) {2}/gm)].map(([, name]) => name)
  assert.ok(checked(output).length > 5)
  assert.deepEqual(checked(stdout), checked(output))
  assert.match(stdout, /\n\nA launch would work, with (the kernel’s WireGuard|WireGuard in user space)\.\n$/)
  assert.match(output, /\n\nA launch would work, with the kernel’s WireGuard\.\n$/)
}

/** Types the command and compares what comes back; what goes on until it is told to end is used, and told. */
export function hold(t: TestContext, dialogue: Dialogue): Promise<void> {
  if (/ bash$/.test(dialogue.command)) return isShell(t, dialogue)
  if (/^sinfonia-tier3 setup\b/.test(dialogue.command)) return isPlan(t, dialogue)
  if (/^sinfonia-tier3 doctor\b/.test(dialogue.command)) return isDiagnosis(t, dialogue)
  return /^sinfonia-tier3 cloudlet\b/.test(dialogue.command)
    ? isCloudlet(t, dialogue)
    : endsAsShown(t, dialogue)
}

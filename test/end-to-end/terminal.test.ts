// The real command on a terminal, in a shell with job control.
import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Terminal } from '../namespace/terminal.js'
import { needs } from '../needs.js'
import { descendants, isAlive } from '../processes.js'
import { environment, startCloudlet, until } from './command.js'

interface Started {
  readonly terminal: Terminal
  readonly processes: readonly number[]
}

/** A shell that has been told to run a launch, once its application says who it is. */
async function start(t: TestContext): Promise<Started | undefined> {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun', 'python', 'bash')) return undefined
  const { XDG_CACHE_HOME: cache } = environment(t)
  const url = await startCloudlet(t)
  const terminal = await Terminal.bash(t)
  const talker = 'python3 test/fixtures/talker.py'
  const command = `${process.execPath} ${resolve('bin/sinfonia-tier3.js')} ${url} helloworld ${talker}`
  terminal.line(`XDG_CACHE_HOME='${cache}' ${command}`)
  await terminal.expect(/done \(\d+ ms\)\npids \d+ \d+\n/)
  const processes = descendants(await terminal.pid())
  assert.ok(processes.length >= 3, 'the command, the keeper and the application')
  return { terminal, processes }
}

async function isOver({ terminal, processes }: Started, status: number): Promise<void> {
  terminal.line('echo "status $?"')
  await terminal.expect(new RegExp(`status ${status}\\n`))
  await until('every process has ended', () => !processes.some(isAlive))
}

test('Ctrl-C reaches the application, which ends as it likes', async (t) => {
  const started = await start(t)
  if (!started) return
  const { terminal } = started
  terminal.type('\x03')
  await terminal.expect(/interrupt\n/)
  terminal.line('end')
  await terminal.expect(/^out> $/m)
  await isOver(started, 6)
})

test('Ctrl-\\ ends it, and the shell sees by what', async (t) => {
  const started = await start(t)
  if (!started) return
  started.terminal.type('\x1c')
  await started.terminal.expect(/Quit/)
  await isOver(started, 131)
})

test('Ctrl-Z stops it, fg goes on with it', async (t) => {
  const started = await start(t)
  if (!started) return
  const { terminal } = started
  terminal.type('\x1a')
  await terminal.expect(/Stopped/)
  terminal.line('fg')
  await terminal.expect(/continued\n/)
  terminal.line('hello')
  await terminal.expect(/heard hello\n/)
  terminal.line('end')
  await terminal.expect(/^out> $/m)
  await isOver(started, 6)
})

// The command on a terminal, in a shell with job control: it must look as if the application had been started by itself.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { nobodyLeft, until } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { commandLine, descendants, inhabitants, isAlive } from '../processes.js'
import { commandWords, signalsTaken, statusLine } from './running.js'
import { interactiveShell, Terminal, typed } from './terminal.js'

function able(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'userns', 'python', 'bash')
}

/** An engine that ends when its socket does. */
const engine = 'cat <&3 > /dev/null'

/** Tells who it is, every SIGINT, SIGCONT and line. */
const talker = ['python3', 'test/fixtures/talker.py']

interface Talking {
  /** The application. */
  readonly pid: number
  /** The command, and its process group. */
  readonly group: number
}

async function startTalker(terminal: Terminal, suffix = ''): Promise<Talking> {
  terminal.line(typed({ engine }, ...talker) + suffix)
  const [, pid, group] = await terminal.expect(/pids (\d+) (\d+)\n/)
  await until('the command is its supervisor', () => statusLine(Number(group), 'Name') === 'sinfonia-tier3')
  return { pid: Number(pid), group: Number(group) }
}

function isStopped(pid: number): boolean {
  return statusLine(pid, 'State').startsWith('T')
}

test('Ctrl-C reaches the application once, and leaves the engine alone', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const { group } = await startTalker(terminal)
  const before = descendants(group)
  terminal.type('\x03')
  await terminal.expect(/interrupt\n/)
  terminal.line('hello')
  const [shown] = await terminal.expect(/[\s\S]*heard hello\n/)
  assert.doesNotMatch(shown, /interrupt/)
  assert.ok(before.every(isAlive))
  terminal.line('end')
  await terminal.expect(/^out> $/m)
  terminal.line('echo "status $?"')
  await terminal.expect(/status 6\n/)
  assert.ok(!before.some(isAlive))
})

test('Ctrl-C ends an application that lets it, and the shell sees that', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  terminal.line(`${typed({ engine }, 'sh', '-c', 'echo "up"; exec sleep 1000')}; echo "never"" this"`)
  await terminal.expect(/^up$/m)
  terminal.type('\x03')
  await terminal.expect(/^out> $/m)
  terminal.line('echo "status $?"')
  const [shown] = await terminal.expect(/[\s\S]*status 130\n/)
  // A shell goes on with the line after a program that handled SIGINT, and gives it up after one that died of it.
  assert.doesNotMatch(shown, /never this/)
})

test('Ctrl-\\ ends it by SIGQUIT', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  terminal.line(typed({ engine }, 'sh', '-c', 'echo "up"; exec sleep 1000'))
  await terminal.expect(/^up$/m)
  terminal.type('\x1c')
  await terminal.expect(/Quit/)
  terminal.line('echo "status $?"')
  await terminal.expect(/status 131\n/)
})

test('Ctrl-Z and fg, twice, then bg', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const { pid, group } = await startTalker(terminal)
  for (const round of ['first', 'second']) {
    terminal.type('\x1a')
    await terminal.expect(/Stopped/)
    assert.ok(isStopped(pid) && isStopped(group))
    terminal.line('fg')
    await terminal.expect(/continued\n/)
    terminal.line(round)
    const [shown] = await terminal.expect(new RegExp(`[\\s\\S]*heard ${round}\n`))
    assert.doesNotMatch(shown, /continued/)
  }
  terminal.type('\x1a')
  await terminal.expect(/Stopped/)
  terminal.line('bg; echo "back"" ground"')
  await terminal.expect(/back ground/)
  // It reads from the terminal, which the background may not.
  await until('it stopped again', () => isStopped(pid) && isStopped(group))
  terminal.line('fg; echo "status $?"')
  terminal.line('end')
  await terminal.expect(/status 6\n/)
})

test('started in the background, it stops where it reads from the terminal', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const { pid, group } = await startTalker(terminal, ' &')
  await until('both have stopped', () => isStopped(pid) && isStopped(group))
  terminal.line('jobs')
  await terminal.expect(/Stopped/)
  terminal.line('fg')
  await terminal.expect(/continued\n/)
  terminal.line('now')
  await terminal.expect(/heard now\n/)
  terminal.line('end')
  await terminal.expect(/^out> $/m)
})

test('in the background it works, and Ctrl-C does not concern it', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  terminal.line(`${typed({ engine }, 'sh', '-c', 'echo "pid $$"; exec sleep 1000')} &`)
  const [, pid] = await terminal.expect(/pid (\d+)\n/)
  terminal.type('\x03')
  await terminal.expect(/\nout> $/)
  terminal.line('echo "still"" there"')
  await terminal.expect(/still there/)
  assert.ok(isAlive(Number(pid)))
  terminal.line('kill %1; wait %1; echo "status $?"')
  await terminal.expect(/status 143\n/)
})

test('stopped and continued by kill(2)', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const { pid, group } = await startTalker(terminal)
  for (const signal of ['SIGTSTP', 'SIGTTIN'] as const) {
    process.kill(group, signal)
    await terminal.expect(/Stopped/)
    assert.ok(isStopped(pid) && isStopped(group))
    terminal.line('fg')
    await terminal.expect(/continued\n/)
  }
  // To the application alone: it is the job.
  process.kill(pid, 'SIGSTOP')
  await terminal.expect(/Stopped/)
  assert.ok(isStopped(group))
  terminal.line('fg')
  await terminal.expect(/continued\n/)
  terminal.line('end')
  await terminal.expect(/^out> $/m)
})

test('an application that stops its own process group, as vi does', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const script = 'read line; kill -TSTP 0; echo "went on"; read line; exit 8'
  terminal.line(typed({ engine }, 'bash', '-c', script))
  const shell = await terminal.pid()
  await until('the command is its supervisor', () =>
    descendants(shell).some((pid) => isAlive(pid) && statusLine(pid, 'Name') === 'sinfonia-tier3'),
  )
  terminal.line('')
  await terminal.expect(/Stopped/)
  terminal.line('fg')
  await terminal.expect(/^went on$/m)
  terminal.line('')
  await terminal.expect(/^out> $/m)
  terminal.line('echo "status $?"')
  await terminal.expect(/status 8\n/)
})

/** The talker in a process group of its own, as timeout(1) makes one: its pid. */
async function startLeavingTalker(terminal: Terminal): Promise<number> {
  const leaving = `import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])`
  terminal.line(typed({ engine }, 'python3', '-c', leaving, ...talker))
  const [, pid] = await terminal.expect(/pids (\d+) \1\n/)
  return Number(pid)
}

test('what was told of stops while the command was stopped is over when it goes on', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const application = await startLeavingTalker(terminal)
  const shell = await terminal.pid()
  const called = (words: RegExp) => descendants(shell).find((pid) => words.test(commandLine(pid)))
  await until('the command is its supervisor', () => called(/ supervise /) !== undefined)
  const supervisor = called(/ supervise /) ?? 0
  const keeper = called(/launcher keep/) ?? 0
  process.kill(supervisor, 'SIGSTOP')
  await terminal.expect(/Stopped[\s\S]*out> $/)
  const stop = async () => {
    process.kill(application, 'SIGSTOP')
    await until('the application is stopped', () => isStopped(application))
    await signalsTaken(keeper)
  }
  await stop()
  process.kill(application, 'SIGCONT')
  // It says so, then reads: the terminal is the shell's, and stops it for that.
  await terminal.expect(/continued\n/)
  await signalsTaken(keeper)
  await stop()
  terminal.line('fg')
  await terminal.expect(/continued\n/)
  terminal.line('now')
  await terminal.expect(/heard now\n/)
  terminal.line('end')
  await terminal.expect(/^out> $/m)
  terminal.line('echo "status $?"')
  await terminal.expect(/status 6\n/)
})

test('an application with a process group of its own is stopped, goes on and ends by the terminal', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  const application = await startLeavingTalker(terminal)
  terminal.line('hello')
  await terminal.expect(/heard hello\n/)
  for (const round of ['first', 'second']) {
    terminal.type('\x1a')
    await terminal.expect(/Stopped[\s\S]*out> $/)
    assert.ok(isStopped(application))
    terminal.line('fg')
    await terminal.expect(/continued\n/)
    terminal.line(round)
    await terminal.expect(new RegExp(`heard ${round}\n`))
  }
  terminal.type('\x03')
  await terminal.expect(/interrupt\n/)
  terminal.line('end')
  await terminal.expect(/^out> $/m)
  terminal.line('echo "status $?"')
  await terminal.expect(/status 6\n/)
})

test('Ctrl-C reaches an application that left the process group and has not asked for the terminal', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  terminal.line(typed({ engine }, 'timeout', '1000', 'sh', '-c', 'echo "up"; exec sleep 1000'))
  await terminal.expect(/^up$/m)
  terminal.type('\x03')
  await terminal.expect(/out> $/)
  terminal.line('echo "status $?"')
  await terminal.expect(/status (?:124|130)\n/)
})

/** A shell with job control inside. Its prompt is `in> `. */
async function startInnerShell(terminal: Terminal): Promise<void> {
  terminal.line(typed({ engine }, ...interactiveShell))
  await terminal.prompt('in> ')
}

test('an interactive shell inside has job control of its own', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  await startInnerShell(terminal)
  // The shell hands the terminal to a job first, and continues it then.
  const told = 'signal.signal(signal.SIGCONT, lambda *_: os.write(1, b"again" + b"!\\n"))'
  terminal.line(`python3 -c 'import os, signal, time; ${told}; print("up"); time.sleep(1000)'`)
  await terminal.expect(/^up$/m)
  terminal.type('\x1a')
  await terminal.expect(/Stopped[\s\S]*in> $/)
  terminal.line('jobs | grep -c Stopped; fg')
  await terminal.expect(/^1$[\s\S]*^again!$/m)
  terminal.type('\x03')
  await terminal.expect(/in> $/)
  terminal.line('echo "status $?"')
  await terminal.expect(/^status 130\nin> $/m)
  terminal.type('\x03')
  await terminal.expect(/in> $/)
  terminal.line('exit 5')
  await terminal.expect(/exit\nout> $/)
  terminal.line('echo "status $?"')
  await terminal.expect(/status 5\n/)
})

test('`suspend` in the inner shell stops the job of the outer one', async (t) => {
  if (!able(t)) return
  const terminal = await Terminal.bash(t)
  await startInnerShell(terminal)
  for (const round of ['first', 'second']) {
    terminal.line('suspend')
    await terminal.expect(/Stopped[\s\S]*\nout> $/)
    terminal.line('fg')
    await terminal.expect(/suspend|fg|\n/)
    terminal.line(`echo "${round}"" echo"`)
    await terminal.expect(new RegExp(`^${round} echo\nin> $`, 'm'))
  }
  terminal.line('exit')
  await terminal.expect(/^out> $/m)
})

/** Children that try to survive their shell. */
const clingers = `sleep 1000 & (trap '' HUP TERM INT; exec sleep 1001) & setsid sleep 1002 & nohup sleep 1003 > /dev/null 2>&1 &`

const starts = {
  'below a shell': async (t: TestContext, shell: readonly string[]) => {
    const terminal = await Terminal.bash(t)
    terminal.line(typed({ engine }, ...shell))
    return terminal
  },
  'as the leader of the session': async (t: TestContext, shell: readonly string[]) =>
    new Terminal(t, commandWords({ engine }, shell)),
}

for (const [name, start] of Object.entries(starts)) {
  test(`the terminal is closed: nobody is left (${name})`, async (t) => {
    if (!able(t)) return
    const terminal = await start(t, interactiveShell)
    await terminal.prompt('in> ')
    terminal.line(`${clingers} readlink /proc/self/ns/net`)
    const [, namespace = ''] = await terminal.expect(/^(net:\S+)$/m)
    await until('all run', () => inhabitants(namespace).length >= 6)
    terminal.hangUp()
    await terminal.ended()
    await nobodyLeft(terminal.mark)
  })
}

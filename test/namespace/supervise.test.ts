// The command as its application's stand-in: statuses, signals, the engine.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { programPath } from '#dist/addon/programs.js'
import { nobodyLeft, until } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { commandLine, descendants, isAlive } from '../processes.js'
import type { CommandOptions } from './command.js'
import { directoryFor } from './inside.js'
import { Running, signalsTaken, statusLine } from './running.js'

function able(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'userns')
}

function start(t: TestContext, options: CommandOptions, script: string): Running {
  return new Running(t, options, ['sh', '-c', script])
}

/** An engine that ends when its socket does. */
const engine = 'echo engine started >&2; cat <&3; echo engine ends >&2'

test('the exit status is the application’s', async (t) => {
  if (!able(t)) return
  for (const code of [0, 7, 255]) {
    const { code: found, stderr } = await start(t, { engine }, `exit ${code}`).ended
    assert.deepEqual([found, stderr], [code, ''])
  }
})

test('an application that ended before the hand-over', async (t) => {
  if (!able(t)) return
  assert.equal((await start(t, { late: true, engine }, 'exit 9').ended).code, 9)
  assert.equal((await start(t, { late: true }, 'kill -KILL $$').ended).signal, 'SIGKILL')
})

for (const signal of [
  'SIGTERM',
  'SIGKILL',
  'SIGINT',
  'SIGQUIT',
  'SIGHUP',
  'SIGABRT',
  'SIGPIPE',
  'SIGXFSZ',
] as const) {
  test(`${signal} ended the application, so it ends the command`, async (t) => {
    if (!able(t)) return
    const directory = directoryFor(t)
    const name = signal.slice(3)
    const running = start(t, {}, `cd ${directory} && ulimit -c unlimited; kill -${name} $$`)
    const { signal: found, stderr } = await running.ended
    assert.deepEqual([found, stderr], [signal, ''])
  })
}

test('not found, not executable', async (t) => {
  if (!able(t)) return
  assert.equal((await new Running(t, {}, ['no-such-program']).ended).code, 127)
  assert.equal((await new Running(t, {}, ['/etc/passwd']).ended).code, 126)
})

test('stdin, stdout and stderr are the application’s', async (t) => {
  if (!able(t)) return
  const running = start(t, {}, 'cat; echo error >&2')
  await running.supervised()
  running.process.stdin?.end('through\n')
  const { stdout, stderr } = await running.ended
  assert.deepEqual([stdout, stderr], ['through\n', 'error\n'])
})

test('it is small while it waits', async (t) => {
  if (!able(t)) return
  const running = start(t, {}, 'echo up; read line')
  await running.output(/up\n/)
  await running.supervised()
  assert.ok(Number.parseInt(statusLine(running.pid, 'VmRSS'), 10) < 2048, statusLine(running.pid, 'VmRSS'))
  assert.equal(statusLine(running.pid, 'Threads'), '1')
  running.process.stdin?.end('\n')
  assert.equal((await running.ended).code, 0)
})

/** Prints the names of the signals that it gets, until SIGURG. */
const listener = `
import signal, sys
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD, signal.SIGURG}:
    signal.signal(number, lambda number, frame: print(signal.Signals(number).name, flush=True))
signal.signal(signal.SIGURG, lambda number, frame: sys.exit(3))
print('up', flush=True)
while True:
    signal.pause()
`

for (const name of [
  'HUP',
  'INT',
  'QUIT',
  'USR1',
  'USR2',
  'TERM',
  'WINCH',
  'ALRM',
  'VTALRM',
  'PIPE',
  'TSTP',
  'RTMIN',
] as const) {
  test(`SIG${name} sent to the command reaches the application, once`, async (t) => {
    if (!able(t) || !needs(t, 'python', 'bash')) return
    const running = new Running(t, {}, ['python3', '-c', listener])
    await running.output(/up\n/)
    await running.supervised()
    execFileSync('bash', ['-c', `kill -${name} ${running.pid}`])
    await running.output(new RegExp(`SIG${name}\\n`))
    await signalsTaken(running.pid)
    process.kill(running.pid, 'SIGURG')
    const { stdout, code } = await running.ended
    assert.deepEqual([stdout, code], [`up\nSIG${name}\n`, 3])
  })
}

test('a signal to its own process group reaches the application once', async (t) => {
  if (!able(t)) return
  const script = `trap 'echo got' TERM; trap 'exit 3' USR1; read line; kill -TERM 0; while :; do read line; done`
  const running = start(t, {}, script)
  await running.supervised()
  running.process.stdin?.write('\n')
  await running.output(/got/)
  await signalsTaken(running.pid)
  process.kill(running.pid, 'SIGUSR1')
  const { stdout, code } = await running.ended
  assert.deepEqual([stdout, code], ['got\n', 3])
})

test('a signal to the process group from a child of the application reaches it once', async (t) => {
  if (!able(t)) return
  const child = `(trap '' TERM; read line <"$FIFO"; kill -TERM 0; exec sleep 1000) & echo up`
  const script = `trap 'echo got' TERM; trap 'exit 3' USR1; ${child}; while :; do wait; done`
  const fifo = join(directoryFor(t), 'fifo')
  execFileSync('mkfifo', [fifo])
  const running = start(t, {}, script.replace('$FIFO', fifo))
  await running.output(/up/)
  await running.supervised()
  writeFileSync(fifo, '\n')
  await running.output(/got/)
  await signalsTaken(running.pid)
  process.kill(running.pid, 'SIGUSR1')
  const { stdout, code } = await running.ended
  assert.deepEqual([stdout, code], ['up\ngot\n', 3])
})

test('nobody reads what the engine says: that is no signal to the application', async (t) => {
  if (!able(t)) return
  const fifo = join(directoryFor(t), 'fifo')
  execFileSync('mkfifo', [fifo])
  const talking = 'read line < "$FIFO"; echo one >&2; echo two >&2; : > "$FIFO.told"; cat <&3'
  const running = start(t, { engine: talking.replaceAll('$FIFO', fifo), debug: true }, 'read line; exit 4')
  await running.supervised()
  running.process.stderr?.destroy()
  writeFileSync(fifo, '\n')
  await until('the engine has said it', () => existsSync(`${fifo}.told`))
  await signalsTaken(running.pid)
  running.process.stdin?.end('\n')
  const { code, signal } = await running.ended
  assert.deepEqual([code, signal], [4, null])
})

test('ignored signals are ignored in the application', async (t) => {
  if (!able(t)) return
  const running = new Running(t, { ignored: '3' }, ['grep', 'SigIgn', '/proc/self/status'])
  assert.equal((await running.ended).stdout, 'SigIgn:\t0000000000000003\n')
})

test('what is left in the background ends with the application', async (t) => {
  if (!able(t)) return
  const script = `
    exec > /dev/null 2>&1 3>&1
    sleep 1000 & (trap '' HUP TERM INT; exec sleep 1001) & setsid sleep 1002 &
    exit 4`
  const running = start(t, { engine }, script)
  assert.equal((await running.ended).code, 4)
  // Not soon: by the time that the command has ended.
  assert.deepEqual(running.mark.processes, [])
})

/** An application that leaves a child behind which waits for a file to be written. */
function leaving(directory: string): string {
  execFileSync('mkfifo', [join(directory, 'go')])
  return `(cat '${directory}/go' > /dev/null; echo late) & exit 3`
}

test('keep: it ends with the last process inside', async (t) => {
  if (!able(t)) return
  const directory = directoryFor(t)
  const running = start(t, { keep: true, engine }, leaving(directory))
  await running.supervised()
  writeFileSync(join(directory, 'go'), '')
  const { stdout, code } = await running.ended
  assert.deepEqual([stdout, code], ['late\n', 3])
})

test('keep: a signal ends the waiting', async (t) => {
  if (!able(t)) return
  const running = start(t, { keep: true }, `setsid sleep 1000 & echo up; exit 3`)
  await running.output(/up\n/)
  await running.supervised()
  const keeper = running.keeper()
  await until('the application has ended', () => descendants(keeper).length === 1)
  process.kill(running.pid, 'SIGTERM')
  assert.equal((await running.ended).code, 3)
})

test('the engine lives as long as the application, and no longer', async (t) => {
  if (!able(t)) return
  const running = start(t, { engine }, 'echo up; read line; exit 5')
  await running.output(/up\n/)
  await running.supervised()
  const pids = descendants(running.pid)
  const engines = pids.filter((pid) => commandLine(pid).startsWith('cat'))
  assert.equal(engines.length, 1)
  process.kill(-running.pid, 'SIGWINCH')
  assert.ok(engines.every(isAlive))
  running.process.stdin?.end('\n')
  const { code, stderr } = await running.ended
  assert.deepEqual([code, stderr], [5, ''])
  assert.deepEqual(pids.filter(isAlive), [])
})

test('a locked file is free only when the engine has ended', async (t) => {
  if (!able(t) || !needs(t, 'python')) return
  const lock = join(directoryFor(t), 'lock')
  const trial = `import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)`
  const says = `cat <&3; python3 -c '${trial}' '${lock}' 2>/dev/null && echo free >&2 || echo locked >&2`
  const { stderr } = await start(t, { engine: says, debug: true, lock }, 'exit 0').ended
  assert.equal(stderr, 'sinfonia-tier3: locked\n')
})

test('debug: the engine’s messages are shown', async (t) => {
  if (!able(t)) return
  const { stderr } = await start(t, { engine, debug: true }, 'exit 0').ended
  assert.equal(stderr, 'sinfonia-tier3: engine started\nsinfonia-tier3: engine ends\n')
})

test('the engine ends: the application is told to, and the command says so', async (t) => {
  if (!able(t)) return
  const failing = 'echo one >&2; cat <&3 > /dev/null & read line < "$FIFO"; kill $!; echo two >&2'
  const fifo = join(directoryFor(t), 'fifo')
  execFileSync('mkfifo', [fifo])
  const script = `trap 'echo told; exit 0' TERM; echo up; while :; do read line; done`
  const running = start(t, { engine: failing.replace('$FIFO', fifo) }, script)
  await running.output(/up\n/)
  await running.supervised()
  writeFileSync(fifo, '\n')
  const { code, stdout, stderr } = await running.ended
  assert.deepEqual([code, stdout], [125, 'up\ntold\n'])
  assert.match(stderr, /engine ended/)
  assert.match(stderr, /sinfonia-tier3: two\n/)
})

test('the engine ends, and the application does not listen: it is killed', async (t) => {
  if (!able(t)) return
  const ready = join(directoryFor(t), 'ready')
  const untilReady = `until [ -e '${ready}' ]; do sleep 0.02; done; exit 1`
  const running = start(
    t,
    { engine: untilReady },
    `trap '' TERM; : >'${ready}'; while :; do sleep 1000; done`,
  )
  const { code, stderr } = await running.ended
  assert.equal(code, 125)
  assert.match(stderr, /engine ended/)
})

test('the keeper killed: everybody inside ends, and the command says so', async (t) => {
  if (!able(t)) return
  const running = start(
    t,
    { engine },
    `sleep 1000 & setsid sleep 1001 & (trap '' HUP TERM; exec sleep 1002) & echo up; wait`,
  )
  await running.output(/^up$/m)
  await running.supervised()
  process.kill(running.keeper(), 'SIGKILL')
  const { code, stderr } = await running.ended
  assert.equal(code, 125)
  assert.match(stderr, /keeper .* was killed/)
  assert.deepEqual(running.mark.processes, [])
})

for (const stay of [true, false]) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
    for (const whom of ['the command', 'its process group']) {
      test(`${signal} to ${whom}${stay ? ' before the hand-over' : ''} leaves nobody`, async (t) => {
        if (!able(t)) return
        const script = `setsid sleep 1000 & (trap '' HUP TERM INT; exec sleep 1001) & echo up; wait`
        const running = start(t, { engine, stay }, script)
        await running.output(/^up$/m)
        if (!stay) await running.supervised()
        process.kill(whom === 'the command' ? running.pid : -running.pid, signal)
        assert.equal((await running.ended).signal, signal)
        await nobodyLeft(running.mark)
      })
    }
  }
}

test('the supervisor refuses a wrong command line', async (t) => {
  if (!able(t)) return
  const launcher = programPath('sinfonia-launcher')
  for (const [args, status] of [
    [['supervise'], 125],
    [['supervise', '--control', 'x', '--pid', '1'], 125],
    [['supervise', '--pid', '1', '--control'], 125],
    [['keep'], 2],
    [['keep', '--nonsense'], 2],
    [[], 2],
  ] as const) {
    const result = spawnSync(launcher, args, { encoding: 'utf8' })
    assert.equal(result.status, status)
    assert.match(result.stderr, /^sinfonia-tier3: .+\n$/)
  }
})

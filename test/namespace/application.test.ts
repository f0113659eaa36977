// What an application gets, and what is told of its end.
import assert from 'node:assert/strict'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { needs } from '../needs.js'
import { directoryFor, namespaceFor, output, shell } from './inside.js'

function able(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'userns')
}

function hasCode(code: string) {
  return (error: unknown) => isOperationError(error) && error.code === code && error.message.length > 0
}

function executable(directory: string, name: string, text: string, mode = 0o755): string {
  const path = join(directory, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

test('exit statuses', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  for (const code of [0, 1, 127, 255]) {
    const { exitCode, exitSignal } = await shell(namespace, `exit ${code}`)
    assert.deepEqual([exitCode, exitSignal], [code, undefined])
  }
})

test('signals that end an application', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGQUIT', 'SIGSEGV', 'SIGHUP', 'SIGUSR1'] as const) {
    const application = await namespace.run('sleep', ['1000'])
    application.kill(signal)
    assert.deepEqual(await application.exited, { exitCode: undefined, exitSignal: signal })
  }
  const application = await namespace.run('sleep', ['1000'])
  application.kill(37)
  assert.equal((await application.exited).exitSignal, 'SIGRTMIN+3')
  application.kill('SIGTERM')
  assert.throws(() => application.kill(65), hasCode('ERR_INVALID_ARGUMENT'))
})

test('several at once', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const ends = await Promise.all([3, 1, 2].map((code) => shell(namespace, `exit ${code}`)))
  assert.deepEqual(
    ends.map(({ exitCode }) => exitCode),
    [3, 1, 2],
  )
})

test('what is not found', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const directory = directoryFor(t)
  const env = { PATH: `${directory}:/usr/bin:/bin` }
  await assert.rejects(namespace.run('no-such-program', [], { env }), hasCode('ERR_APPLICATION_NOT_FOUND'))
  await assert.rejects(namespace.run(join(directory, 'none')), hasCode('ERR_APPLICATION_NOT_FOUND'))
  await assert.rejects(namespace.run('/etc/passwd/none'), hasCode('ERR_APPLICATION_NOT_FOUND'))
  await assert.rejects(namespace.run('x'.repeat(300), [], { env }), hasCode('ERR_APPLICATION_NOT_FOUND'))
})

test('what cannot be executed', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const directory = directoryFor(t)
  const closed = executable(directory, 'closed', '#!/bin/sh\n', 0o644)
  const orphan = executable(directory, 'orphan', '#!/no/such/interpreter\n')
  const env = { PATH: directory }
  for (const command of [closed, directory, orphan]) {
    await assert.rejects(namespace.run(command), hasCode('ERR_APPLICATION_NOT_EXECUTABLE'))
  }
  for (const command of ['closed', 'orphan']) {
    await assert.rejects(namespace.run(command, [], { env }), hasCode('ERR_APPLICATION_NOT_EXECUTABLE'))
  }
  await assert.rejects(namespace.run(orphan), /interpreter/)
})

test('PATH is that of the given environment, and what cannot be executed is passed over', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const directory = directoryFor(t)
  for (const part of ['closed', 'orphan', 'good']) mkdirSync(join(directory, part))
  executable(join(directory, 'closed'), 'tool', '', 0o644)
  executable(join(directory, 'orphan'), 'tool', '#!/no/such/interpreter\n')
  executable(join(directory, 'good'), 'tool', '#!/bin/sh\necho good "$@"\n')
  const PATH = ['none', 'closed', 'orphan', 'good'].map((part) => join(directory, part)).join(':')
  const found = await output(namespace, 'tool', ['1', ''], { env: { PATH } })
  assert.equal(found.stdout, 'good 1 \n')
  // An empty element is the working directory.
  const here = await output(namespace, 'tool', ['2'], {
    env: { PATH: '/none:' },
    cwd: join(directory, 'good'),
  })
  assert.equal(here.stdout, 'good 2\n')
  const absent = await output(namespace, 'sh', ['-c', 'echo found'], { env: {} })
  assert.equal(absent.stdout, 'found\n')
})

test('a script without #! is run by sh', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const path = executable(directoryFor(t), 'script', 'echo "$0" "$@"\n')
  const { stdout } = await output(namespace, path, ['a b', 'c'])
  assert.equal(stdout, `${path} a b c\n`)
})

test('the environment is the given one, or else that of the command', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const given = await output(namespace, 'env', [], {
    env: { PATH: '/usr/bin:/bin', A: 'ü=\n', B: undefined },
  })
  assert.equal(given.stdout, 'PATH=/usr/bin:/bin\nA=ü=\n\n')
  const inherited = await shell(namespace, 'echo "$PATH"')
  assert.equal(inherited.stdout, `${process.env.PATH}\n`)
})

test('the working directory', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  assert.equal((await shell(namespace, 'pwd')).stdout, `${process.cwd()}\n`)
  assert.equal((await shell(namespace, 'pwd', { cwd: '/usr' })).stdout, '/usr\n')
  await assert.rejects(namespace.run('sh', [], { cwd: '/no/such/directory' }), hasCode('ENOENT'))
})

test('arguments that no program can have, and very many', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  await assert.rejects(namespace.run('true', ['a\0b']), hasCode('ERR_INVALID_ARGUMENT'))
  await assert.rejects(namespace.run(''), hasCode('ERR_INVALID_ARGUMENT'))
  await assert.rejects(namespace.run('true', ['x'.repeat(4 * 1024 * 1024)]), hasCode('ERR_INVALID_ARGUMENT'))
  // Longer than MAX_ARG_STRLEN, 128 KiB: the kernel's refusal is told.
  await assert.rejects(
    namespace.run('true', ['x'.repeat(200_000)]),
    hasCode('ERR_APPLICATION_NOT_EXECUTABLE'),
  )
  const many = Array.from({ length: 50_000 }, (_, at) => String(at))
  const { stdout } = await output(namespace, 'sh', ['-c', 'shift 49998; echo "$#" "$1" "$2"', 'sh', ...many])
  assert.equal(stdout, '2 49998 49999\n')
})

test('descriptors: the ones that were asked for, and no other', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t, {})
  const directory = directoryFor(t)
  const paths = ['first', 'second'].map((name) => executable(directory, name, `${name}\n`, 0o644))
  const descriptors = paths.map((path) => openSync(path, 'r'))
  t.after(() => descriptors.map(closeSync))
  const list = 'ls -1 /proc/self/fd | tr "\\n" " "'
  // The last one is ls reading the directory.
  assert.equal((await shell(namespace, list)).stdout, '0 1 2 3 ')
  assert.equal(
    (await shell(namespace, `${list}; cat <&3; cat <&4`, { descriptors })).stdout,
    '0 1 2 3 4 5 first\nsecond\n',
  )
  const crowd = Array.from({ length: 200 }, () => descriptors[0] as number)
  assert.equal((await shell(namespace, 'cat /proc/self/fd/202', { descriptors: crowd })).stdout, 'first\n')
  await assert.rejects(
    namespace.run('true', [], { descriptors: [...crowd, ...crowd] }),
    hasCode('ERR_INVALID_ARGUMENT'),
  )
})

test('stdio is inherited unless given, also together with further descriptors', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const descriptor = openSync('/dev/null', 'r')
  t.after(() => closeSync(descriptor))
  const { stdout } = await shell(namespace, 'echo out; echo err >&2')
  assert.equal(stdout, 'out\n')
  const same = [0, 1, 2].map((number) => readlinkSync(`/proc/self/fd/${number}`))
  const script = 'for n in 0 1 2; do readlink /proc/$$/fd/$n; done > "$0"; readlink /proc/$$/fd/3 >> "$0"'
  const result = join(directoryFor(t), 'links')
  const application = await namespace.run('sh', ['-c', script, result], { descriptors: [descriptor] })
  assert.equal((await application.exited).exitCode, 0)
  // In the script stdout is the file while the links are read.
  const links = readFileSync(result, 'utf8').trim().split('\n')
  assert.deepEqual([links[0], links[2], links[3]], [same[0], same[2], '/dev/null'])
})

test('signals: none blocked, only the named ones ignored', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  // A program that changes nothing about its signals before it looks.
  const look = ['-E', '^Sig(Blk|Ign)', '/proc/self/status']
  const plain = await output(namespace, 'grep', look)
  assert.equal(plain.stdout, 'SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n')
  const nohup = await output(namespace, 'grep', look, { ignoredSignals: 0b111n })
  assert.equal(nohup.stdout, 'SigBlk:\t0000000000000000\nSigIgn:\t0000000000000007\n')
})

test('it is in the process group and session of the command', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const fields = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const { stdout } = await output(namespace, 'cat', ['/proc/self/stat'])
  const [, , group, session] = fields(stdout)
  const [, , ownGroup, ownSession] = fields(readFileSync('/proc/self/stat', 'latin1'))
  assert.deepEqual([group, session], [ownGroup, ownSession])
})

test('an AbortSignal ends it by SIGTERM; aborted before, it does not start', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const controller = new AbortController()
  const application = await namespace.run('sleep', ['1000'], { signal: controller.signal })
  controller.abort()
  assert.equal((await application.exited).exitSignal, 'SIGTERM')
  await assert.rejects(namespace.run('true', [], { signal: controller.signal }), hasCode('ERR_ABORTED'))
})

test('close() kills it and waits, `await using` too', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const application = await namespace.run('sh', ['-c', 'trap "" TERM; sleep 1000'])
  {
    await using same = application
    assert.equal(same.pid, application.pid)
  }
  assert.equal((await application.exited).exitSignal, 'SIGKILL')
  await application.close()
})

test('a program under a name that is a link is found by that name', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const directory = directoryFor(t)
  copyFileSync('/bin/sh', join(directory, 'real'))
  symlinkSync('real', join(directory, 'alias'))
  const { stdout } = await output(namespace, 'alias', ['-c', 'echo "$0"'], { env: { PATH: directory } })
  assert.equal(stdout, 'alias\n')
})

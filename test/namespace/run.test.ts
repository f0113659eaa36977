// The options that child_process.spawn has as well: pipes, a shell, argv[0], times and signals; and what is refused.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, createWriteStream, openSync, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import type { ApplicationOptions } from '#dist/namespace/application.js'
import { needs } from '../needs.js'
import { directoryFor, namespaceFor, output, shell } from './inside.js'

function able(t: TestContext, ...more: ('root' | 'ordinary user')[]): boolean {
  return needs(t, 'addon', 'launcher', 'userns', ...more)
}

async function text(stream: Readable | undefined): Promise<string> {
  assert.ok(stream)
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('pipes: what goes in comes out, and each way by itself', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const application = await namespace.run('sh', ['-c', 'cat; echo error >&2; exit 7'], { stdio: 'pipe' })
  const sent = 'x'.repeat(1_000_000)
  application.stdin.end(sent)
  const [out, err, { exitCode }] = await Promise.all([
    text(application.stdout),
    text(application.stderr),
    application.exited,
  ])
  assert.ok(out === sent)
  assert.deepEqual([err, exitCode], ['error\n', 7])
})

test('what was written before the end is read after it', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const application = await namespace.run('echo', ['late'], { stdio: ['ignore', 'pipe', 'inherit'] })
  assert.equal((await application.exited).exitCode, 0)
  assert.equal(await text(application.stdout), 'late\n')
  assert.deepEqual([application.stdin, application.stderr], [undefined, undefined])
})

test('a pipe each way behind the first three', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const application = await namespace.run('sh', ['-c', 'cat <&4 >&3'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'pipe'],
  })
  application.stdio[4]?.end('through')
  assert.equal(await text(application.stdio[3]), 'through')
  assert.equal((await application.exited).exitCode, 0)
})

test('a descriptor, a file handle, a stream of a file, a socket, and nothing', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const directory = directoryFor(t)
  const path = (name: string) => join(directory, name)
  const [descriptor, handle] = [openSync(path('1'), 'w'), await open(path('2'), 'w')]
  const stream = createWriteStream(path('3'))
  await once(stream, 'open')
  const server = createServer().listen(path('socket'))
  await once(server, 'listening')
  const far = connect(path('socket'))
  const [near] = (await once(server, 'connection')) as [Socket]
  const script = 'cat; for n in 1 2 3 4; do echo "to $n" >&$n; done; readlink /proc/self/fd/5'
  const application = await namespace.run('sh', ['-c', script], {
    stdio: ['ignore', descriptor, handle, stream, near, 'ignore'],
  })
  assert.equal((await application.exited).exitCode, 0)
  // They are still the caller's.
  near.end()
  assert.equal(await text(far), 'to 4\n')
  closeSync(descriptor)
  await handle.close()
  stream.destroy()
  server.close()
  const texts = ['1', '2', '3'].map((name) => readFileSync(path(name), 'utf8'))
  assert.deepEqual(texts, ['to 1\n/dev/null\n', 'to 2\n', 'to 3\n'])
})

test('an array that is short is inherited from there on', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const application = await namespace.run('cat', [], { stdio: ['pipe'] })
  application.stdin?.end()
  assert.equal((await application.exited).exitCode, 0)
  assert.deepEqual(application.stdio.length, 1)
})

test('descriptors come behind those of stdio', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const descriptor = openSync('/dev/zero', 'r')
  t.after(() => closeSync(descriptor))
  const stdio = ['ignore', 'pipe', 'inherit', 'ignore'] as const
  const application = await namespace.run('readlink', ['/proc/self/fd/4'], {
    stdio,
    descriptors: [descriptor],
  })
  assert.equal(await text(application.stdout), '/dev/zero\n')
})

test('no descriptor stays open, whether it starts or not', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const count = () => readdirSync('/proc/self/fd').length
  const before = count()
  for (const [command, options] of [
    ['no-such-program', { stdio: 'pipe' }],
    ['true', { stdio: ['pipe', 'pipe', 99] }],
    ['true', { stdio: 'pipe', cwd: '/no/such/directory' }],
  ] satisfies [string, ApplicationOptions][]) {
    await assert.rejects(namespace.run(command, [], options))
  }
  const application = await namespace.run('sleep', ['1000'], { stdio: 'pipe' })
  const streams = application.stdio.map((stream) => stream && once(stream, 'close'))
  await application.close()
  await Promise.all(streams)
  assert.equal(count(), before)
})

test('a shell reads the command', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const { stdout } = await output(namespace, 'echo $((1 + 1)); echo', ['two', '> /dev/stderr'], {
    shell: true,
  })
  assert.equal(stdout, '2\n')
  const named = await output(namespace, 'echo "$0"', [], { shell: '/bin/sh', argv0: 'me' })
  assert.equal(named.stdout, 'me\n')
  const none = await output(namespace, 'echo', ['$((1 + 1))'], { shell: false })
  assert.equal(none.stdout, '$((1 + 1))\n')
})

test('argv[0] is another than what is looked up', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const { stdout } = await output(namespace, 'sh', ['-c', 'cat /proc/$$/cmdline'], { argv0: 'another' })
  assert.equal(stdout.split('\0')[0], 'another')
  const refused = namespace.run('no-such-program', [], { argv0: 'sh' })
  await assert.rejects(refused, { code: 'ERR_APPLICATION_NOT_FOUND', subject: 'no-such-program' })
})

test('the working directory as a URL', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  assert.equal((await shell(namespace, 'pwd', { cwd: new URL('file:///usr') })).stdout, '/usr\n')
})

test('its time is over, and the signal that then comes', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const ends = await Promise.all(
    [{}, { killSignal: 'SIGINT' } as const, { killSignal: 9 }].map(async (options) => {
      const application = await namespace.run('sleep', ['1000'], { timeout: 20, ...options })
      return (await application.exited).exitSignal
    }),
  )
  assert.deepEqual(ends, ['SIGTERM', 'SIGINT', 'SIGKILL'])
  assert.equal((await shell(namespace, 'exit 3', { timeout: 0 })).exitCode, 3)
  // It has ended long before; the timer holds nobody up.
  assert.equal((await shell(namespace, 'exit 4', { timeout: 0x7fff_ffff })).exitCode, 4)
})

test('an abort sends the signal that was asked for', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const controller = new AbortController()
  const application = await namespace.run('sleep', ['1000'], {
    signal: controller.signal,
    killSignal: 'SIGUSR1',
  })
  controller.abort()
  assert.equal((await application.exited).exitSignal, 'SIGUSR1')
})

test('what is not supported is refused by its name', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  for (const [named, options] of [
    ['detached', { detached: true }],
    ['serialization', { serialization: 'json' }],
    ['windowsHide', { windowsHide: false }],
    ['timeOut', { timeOut: 1 }],
    ['stdio', { stdio: 'overlapped' }],
    ['stdio[3]', { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }],
    ['stdio[1]', { stdio: ['ignore', null] }],
    ['stdio[1]', { stdio: ['ignore', {}] }],
    ['stdio[0]', { stdio: [-1] }],
    ['descriptors', { descriptors: [99_999] }],
    ['timeout', { timeout: -1 }],
    ['timeout', { timeout: Number.NaN }],
    ['SIGNOTHING', { killSignal: 'SIGNOTHING' }],
    ['shell', { shell: '' }],
    ['cwd', { cwd: new URL('http://example.org/') }],
    ['uid', { uid: -1 }],
    ['gid', { gid: 0xffff_ffff }],
  ] as const) {
    const error = await namespace.run('true', [], options as unknown as ApplicationOptions).then(
      () => assert.fail(`${named} is ignored`),
      (reason: unknown) => reason,
    )
    assert.ok(
      error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARGUMENT',
      String(error),
    )
    assert.ok(error.message.includes(named), error.message)
  }
  // An option that is undefined is none.
  const undefinedOption = { detached: undefined } as ApplicationOptions
  assert.equal((await (await namespace.run('true', [], undefinedOption)).exited).exitCode, 0)
})

test('the numbers of user and group inside', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t, { uid: 4321, gid: 0 })
  const ids = 'echo $(id -u) $(id -g); grep CapEff /proc/self/status'
  assert.equal((await shell(namespace, ids)).stdout, '4321 0\nCapEff:\t0000000000000000\n')
  // The one that exists, and one that does not.
  assert.equal((await shell(namespace, 'id -u', { uid: 4321, gid: 0 })).stdout, '4321\n')
  for (const other of [{ uid: 4322 }, { gid: 1 }]) {
    await assert.rejects(namespace.run('true', [], other), { code: 'EINVAL', operation: 'application.start' })
  }
  const root = await namespaceFor(t, { mapRoot: true, gid: 7 })
  const { stdout } = await shell(root, 'echo $(id -u) $(id -g)')
  assert.equal(stdout, '0 7\n')
})

test('a program that reads no more: an event while it runs, and nothing to write to when it has ended', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const stdio = ['pipe', 'pipe', 'ignore'] as const
  const application = await namespace.run('sh', ['-c', 'exec <&-; echo; exec sleep 1000'], { stdio })
  await once(application.stdout ?? assert.fail(), 'data')
  const failed = once(application.stdin ?? assert.fail(), 'error')
  application.stdin?.write('nobody listens')
  const [error] = (await failed) as [NodeJS.ErrnoException]
  assert.equal(error.code, 'EPIPE')
  await application.close()
  const ended = await namespace.run('true', [], { stdio })
  await ended.exited
  assert.equal(ended.stdin?.destroyed, true)
})

test('an idle pipe does not keep the program running once the application has ended', async (t) => {
  if (!able(t)) return
  const script = `import { Namespace } from ${JSON.stringify(join(process.cwd(), 'dist/namespace/namespace.js'))}
    const namespace = await Namespace.create()
    const application = await namespace.run('true', [], { stdio: 'pipe' })
    application.stdin.end()
    for await (const _ of application.stdout);
    for await (const _ of application.stderr);
    console.log((await application.exited).exitCode)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 20_000,
  })
  assert.equal(await text(child.stdout), '0\n')
  assert.deepEqual([child.exitCode ?? (await once(child, 'exit'))[0]], [0])
})

// What an abort, or the end of the namespace, leaves of calls that were made.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Namespace } from '#dist/namespace/namespace.js'
import { needs } from '../needs.js'
import { refusal } from '../netns/networks.js'

const socket = { type: 'udp', address: '127.0.0.1', port: 0 } as const

function told({ code, operation, outcome }: { code: string; operation: string; outcome: string }) {
  return [code, operation, outcome]
}

test('an application that still waits for its start is not started', async (t) => {
  if (!needs(t, 'launcher', 'userns', 'addon')) return
  const directory = mkdtempSync(join(tmpdir(), 'abort-'))
  t.after(() => rmSync(directory, { recursive: true }))
  await using namespace = await Namespace.create()
  const controller = new AbortController()
  const { signal } = controller
  const before = namespace.setResolver('')
  const mark = join(directory, 'mark')
  const run = refusal(namespace.run('touch', [mark], { signal, killSignal: 'SIGCONT' }))
  controller.abort()
  await before
  assert.deepEqual(told(await run), ['ERR_ABORTED', 'application.start', 'not-applied'])
  const after = await namespace.run('true')
  assert.equal((await after.exited).exitCode, 0)
  assert.equal(existsSync(mark), false)
})

test('the other calls are aborted as well', async (t) => {
  if (!needs(t, 'launcher', 'userns', 'addon')) return
  await using namespace = await Namespace.create()
  const signal = AbortSignal.abort()
  const early = ['ERR_ABORTED', 'namespace.setResolver', 'not-applied']
  assert.deepEqual(told(await refusal(namespace.setResolver('', { signal }))), early)
  assert.equal((await refusal(namespace.openSocket({ ...socket, signal }))).operation, 'namespace.openSocket')
  const controller = new AbortController()
  const late = refusal(namespace.openSocket({ ...socket, signal: controller.signal }))
  controller.abort()
  assert.deepEqual(told(await late), ['ERR_ABORTED', 'namespace.openSocket', 'not-applied'])
  await namespace.setResolver('', { signal: new AbortController().signal })
})

test('a closed one says what was not done', async (t) => {
  if (!needs(t, 'launcher', 'userns', 'addon')) return
  const namespace = await Namespace.create()
  await namespace.close()
  for (const [trial, operation] of [
    [namespace.setResolver(''), 'namespace.setResolver'],
    [namespace.openSocket(socket), 'namespace.openSocket'],
    [namespace.run('true'), 'application.start'],
  ] as const) {
    const error = await refusal(trial)
    assert.deepEqual(told(error), ['ERR_CLOSED', operation, 'not-applied'])
    assert.equal(error.message, 'the namespace has been closed')
  }
})

test('a launcher that cannot be started is told of the operation that needed it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const error = await refusal(Namespace.create({ launcher: { path: '/nowhere' } }))
  assert.deepEqual([error.code, error.operation], ['ERR_LAUNCHER', 'namespace.create'])
})

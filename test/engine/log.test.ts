/** What the engine says goes to its socket, and nowhere else, and never holds it up. */
import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { End } from './end.js'
import { until } from './until.js'

const rig = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const

test('--verbose says more; without it only errors are said', async (t) => {
  if (!needs(t, ...rig)) return
  await using talkative = await End.open('10.9.0.1', { args: ['--verbose'] })
  await using quiet = await End.open('10.9.0.2')
  for (const end of [talkative, quiet]) {
    end.engine.readLog()
    await end.engine.set({ privateKey: end.key, peers: [] })
    await assert.rejects(end.engine.set({ privateKey: end.key, listenPort: 65536, peers: [] }))
    assert.match(await end.engine.line(/listen_port/), /^error: /)
  }
  assert.ok(talkative.engine.lines.includes('debug: UAPI: Updating private key'))
  assert.deepEqual(
    quiet.engine.lines.filter((line) => !line.startsWith('error: ')),
    [],
  )
})

test('nobody has to read the log; what is lost is counted', async (t) => {
  if (!needs(t, ...rig)) return
  await using end = await End.open('10.9.0.1', { args: ['--verbose'] })
  for (let time = 0; time < 3000; time++) await end.engine.set({ privateKey: end.key, peers: [] })
  end.engine.readLog()
  const report = /^error: \d{3,} log lines were dropped, nobody read them$/
  await until(async () => {
    await end.engine.set({ privateKey: end.key, peers: [] })
    return end.engine.lines.some((line) => report.test(line))
  })
})

test('nothing is written to a terminal or a file, also not by an engine that fails', async (t) => {
  if (!needs(t, ...rig)) return
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-test-'))
  const file = openSync(join(directory, 'output'), 'w')
  try {
    const end = await End.open('10.9.0.1', { args: ['--verbose'], stdout: file, stderr: file })
    await end.engine.set({ privateKey: end.key, peers: [] })
    await end.network.links.delete(end.tunName)
    assert.equal((await end.engine.exited).code, 1)
    await end.close()
    assert.equal(readFileSync(join(directory, 'output'), 'utf8'), '')
  } finally {
    closeSync(file)
    rmSync(directory, { recursive: true })
  }
})

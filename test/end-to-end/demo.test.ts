import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { Command, descendants, environment, isAlive, until, way } from './command.js'

test('the demo fetches http://helloworld/ through a tunnel, and leaves no process', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const demo = new Command(['demo'], { env: environment(t) })
  await demo.output(/application started inside/)
  const processes = descendants(demo.pid)
  const expected = way === 'kernel' ? 3 : 5
  assert.ok(processes.length >= expected, 'two keepers, the frontend, and where there are such two engines')
  const { code, stdout, stderr } = await demo.ended
  assert.equal(code, 0, stderr)
  assert.match(stdout, /name resolved to 10\.96\.0\.\d+ by the cloudlet/)
  assert.match(stdout, /HTTP 200, first byte of http:\/\/helloworld\//)
  assert.match(stdout, /^ {2}\| .*[Hh]ello/m)
  assert.match(stdout, /helloworld deployed, asked for over HTTP +\d+\.\d ms/)
  assert.equal(stderr, '')
  await until('every process of the demo has ended', () => !processes.some(isAlive))
})

test('the demo ended by SIGTERM leaves no process and ends by that signal', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const demo = new Command(['demo'], { env: environment(t) })
  await demo.output(/namespaces and WireGuard link/)
  const processes = descendants(demo.pid)
  demo.process.kill('SIGTERM')
  const { signal } = await demo.ended
  assert.equal(signal, 'SIGTERM')
  await until('every process of the demo has ended', () => !processes.some(isAlive))
})

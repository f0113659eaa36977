// What an application has sent when it exits arrives, though its namespace goes with it.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { environment, run, startCloudlet, until } from './command.js'

const uuid = '0d6c1b9a-77c5-4f0b-8a6f-2f8f5f3a9c10'
const size = 1_000_000

/** Writes down how much a connection has sent, when that has said that it is all. */
const counter = `
require('node:net').createServer((socket) => {
  let size = 0
  socket.on('data', (bytes) => { size += bytes.length })
  socket.on('error', () => {})
  socket.on('end', () => require('node:fs').writeFileSync(process.env.COUNT, String(size)))
}).listen(7000)`

/** Accepts, and reads nothing. */
const idler = `require('node:net').createServer({ pauseOnConnect: true }, () => {}).listen(7000)`

/** Deploys a server as `server`, and runs a Python program that has a connection to it. Neither waits for an answer. */
async function talk(t: TestContext, server: string, program: string) {
  const env = environment(t)
  const directory = env['XDG_CACHE_HOME'] ?? ''
  const count = join(directory, 'count')
  const recipe = {
    chart: 'server',
    version: '1',
    description: 'listens',
    command: [process.execPath, '-e', server],
    environment: { COUNT: count },
    ports: [7000],
    names: ['server'],
  }
  mkdirSync(join(directory, 'recipes'))
  writeFileSync(join(directory, 'recipes', `${uuid}.yaml`), JSON.stringify(recipe))
  const url = await startCloudlet(t, ['--recipes', join(directory, 'recipes')])
  const client = `import socket\nconnection = socket.create_connection(('server', 7000))\n${program}`
  const { code, stderr } = await run([url, uuid, 'python3', '-c', client], { env })
  assert.deepEqual([code, stderr], [0, ''])
  return count
}

test('what was sent before the application’s exit arrives', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun', 'python')) return
  const count = await talk(t, counter, `connection.sendall(b'x' * ${size})`)
  await until('the server has seen the end', () => existsSync(count) && readFileSync(count, 'utf8') !== '')
  assert.equal(readFileSync(count, 'utf8'), String(size))
})

test('a server that takes nothing more does not keep the command', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun', 'python')) return
  const fill = `
connection.settimeout(0.3)
try:
    while True:
        connection.send(b'x' * 65536)
except TimeoutError:
    pass`
  await talk(t, idler, fill)
})

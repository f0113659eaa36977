/** sinfonia-wg and wg(8) beside each other, on interfaces of wireguard-go. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { userspaceNetwork, wireguardGoNeeds } from './wireguard-go.js'

const [one, two, three] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [
  string,
  string,
  string,
]

/** Both programs in the same namespaces. */
async function programs(t: TestContext, ...names: readonly string[]) {
  const { run, wg: theirs, directory } = await userspaceNetwork(t, ...names)
  const ours = (...args: readonly string[]) => run(process.execPath, resolve('bin/wg.js'), ...args)
  return { run, theirs, ours, directory }
}

/** wireguard-go tells its peers in any order. */
const sorted = (text: string) => text.split('\n').sort().join('\n')

function file(t: TestContext, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-wg-'))
  t.after(() => rmSync(directory, { recursive: true }))
  writeFileSync(join(directory, 'file'), text)
  return join(directory, 'file')
}

test('what sinfonia-wg sets on a userspace interface, both print alike', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { theirs, ours } = await programs(t, 'wg0', 'wg1')
  ours('set', 'wg0', 'listen-port', '51820', 'fwmark', '0x1f', 'private-key', file(t, three))
  const peer = ['endpoint', '[fe80::1%lo]:5', 'persistent-keepalive', '25', 'allowed-ips', '10.0.0.0/8']
  ours('set', 'wg0', 'peer', one, 'preshared-key', file(t, two), ...peer, 'peer', two)
  assert.match(theirs('show', 'wg0', 'dump'), /^\S+\t\S+\t51820\t0x1f\n/)
  for (const field of ['dump', 'endpoints', 'allowed-ips', 'transfer', 'preshared-keys', 'private-key']) {
    assert.equal(sorted(ours('show', 'wg0', field)), sorted(theirs('show', 'wg0', field)), field)
  }
  assert.equal(sorted(ours('show', 'all', 'dump')), sorted(theirs('show', 'all', 'dump')))
  assert.deepEqual(
    ours('show', 'interfaces').trim().split(' ').sort(),
    theirs('show', 'interfaces').trim().split(' ').sort(),
  )
  ours('set', 'wg0', 'peer', two, 'remove')
  assert.equal(ours('show', 'wg0'), theirs('show', 'wg0'))
  assert.equal(ours('showconf', 'wg0'), theirs('showconf', 'wg0'))
  assert.deepEqual(Object.keys(JSON.parse(ours('show', '--json'))).sort(), ['wg0', 'wg1'])
})

test('files are applied to a userspace interface as wg applies them', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { theirs, ours } = await programs(t, 'wg0', 'wg1')
  const first = `[Interface]\nPrivateKey=${three}\nFwMark=7\n[Peer]\nPublicKey=${one}\nAllowedIPs=10.0.0.0/8\n`
  const second = `[Interface]\nPrivateKey=${three}\n[Peer]\nPublicKey=${two}\nEndpoint=192.0.2.1:5\nAllowedIPs=::/0\n`
  const steps = [
    ['setconf', first],
    ['addconf', second],
    ['syncconf', second],
    ['setconf', first],
    ['setconf', '[Interface]\n'],
  ] as const
  for (const [command, text] of steps) {
    const path = file(t, text)
    ours(command, 'wg0', path)
    theirs(command, 'wg1', path)
    const shown = (name: string) => sorted(theirs('showconf', name).replace(/^ListenPort.*\n/m, ''))
    assert.equal(shown('wg0'), shown('wg1'), command)
  }
})

test('a socket where nobody listens any more is no interface', async (t) => {
  if (!needs(t, ...wireguardGoNeeds)) return
  const { ours, directory } = await programs(t, 'wg0')
  const server = createServer()
  await new Promise<void>((settle) => {
    server.listen(join(directory, 'gone.sock'), settle)
  })
  assert.equal(ours('show', 'interfaces'), 'gone wg0\n')
  // A listener of Node's takes its file away; one that was killed does not.
  const { rename } = await import('node:fs/promises')
  await rename(join(directory, 'gone.sock'), join(directory, 'left.sock'))
  await new Promise((settle) => server.close(settle))
  assert.equal(ours('show', 'interfaces'), 'wg0\n')
})

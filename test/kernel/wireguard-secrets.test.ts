/** Looks for keys in the memory of a process that has read a link. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { needs } from '../needs.js'
import { newPublicKey, wireguardNeeds, wireguardNetwork } from './wireguard-links.js'

for (const secrets of [false, true]) {
  test(`a process that ${secrets ? 'asked' : 'did not ask'} for keys has ${secrets ? 'them' : 'none'}`, async (t) => {
    if (!needs(t, ...wireguardNeeds)) return
    const { wireguard, inside } = await wireguardNetwork(t)
    const privateKey = PrivateKey.generate()
    const presharedKeys = Array.from({ length: 600 }, () => PresharedKey.generate())
    const peers = presharedKeys.map((presharedKey) => ({ publicKey: newPublicKey(), presharedKey }))
    await wireguard.replace('wg0', { privateKey, peers })
    const pid = await reader(t, inside, secrets)
    const memory = readableMemory(pid)
    // Without it the search would prove nothing.
    assert.ok(isIn(memory, peers[599]?.publicKey.bytes()))
    assert.equal(isIn(memory, privateKey.bytes()), secrets)
    // Of the first message, of the last, and between.
    for (const key of [presharedKeys[0], presharedKeys[300], presharedKeys[599]]) {
      assert.equal(isIn(memory, key?.bytes()), secrets)
    }
    assert.ok(!isIn(memory, Buffer.from(privateKey.base64())))
  })
}

/** The pid of a process that has read wg0, and goes on living until the test ends. */
async function reader(t: TestContext, inside: readonly string[], secrets: boolean): Promise<number> {
  const script = fileURLToPath(new URL('wireguard-reader.js', import.meta.url))
  const child = spawn('nsenter', [...inside, process.execPath, script, String(secrets)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill())
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  assert.equal(String(line), 'read\n')
  return child.pid ?? 0
}

function readableMemory(pid: number): readonly Buffer[] {
  const file = openSync(`/proc/${pid}/mem`, 'r')
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').trim().split('\n')
  const regions = lines.filter((line) => / rw/.test(line)).map((line) => regionOf(file, line))
  closeSync(file)
  assert.ok(regions.reduce((sum, region) => sum + region.length, 0) > 1e6)
  return regions
}

function regionOf(file: number, line: string): Buffer {
  const [, begin = '', end = ''] = /^(\w+)-(\w+)/.exec(line) ?? []
  const start = BigInt(`0x${begin}`)
  const region = Buffer.alloc(Number(BigInt(`0x${end}`) - start))
  const read = readSync(file, region, 0, region.length, start)
  return region.subarray(0, read)
}

function isIn(memory: readonly Buffer[], bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && memory.some((region) => region.includes(Buffer.from(bytes)))
}

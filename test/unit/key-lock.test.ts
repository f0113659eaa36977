/** A cached key belongs to one tunnel at a time: the lock, and what other processes do at the same moment. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { acquireKey } from '#dist/sinfonia/key-cache.js'
import { needs } from '../needs.js'
import { acquire, acquireOnce, place, secret, uuid, withFile, yaml } from './key-place.js'

test('the key of a tunnel that lives is not given to another', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory, file } = withFile(t)
  const first = await acquire(directory)
  const second = await acquire(directory)
  assert.ok(first.cached && first.key.equals(secret))
  assert.ok(!second.cached && !second.key.equals(secret))
  assert.equal(second.descriptor, undefined)
  assert.equal(second.problem, undefined, 'that is how it should be')
  assert.equal(fstatSync(first.descriptor ?? -1).ino, statSync(file).ino)
  second.release()
  assert.ok(!(await acquireOnce(directory)).cached, 'the first still holds it')
  first.release()
  assert.ok((await acquireOnce(directory)).cached)
  assert.equal(readFileSync(file, 'utf8'), yaml)
})

test('release closes the descriptor once, and nobody else’s', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory, file } = withFile(t)
  const acquired = await acquire(directory)
  const number = acquired.descriptor
  acquired.release()
  assert.equal(acquired.descriptor, undefined)
  const other = openSync(file, 'r')
  assert.equal(other, number, 'the kernel gives the lowest number again')
  acquired.release()
  acquired[Symbol.dispose]()
  fstatSync(other)
  closeSync(other)
})

test('another process holds the lock to its end, however it ends', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory } = withFile(t)
  const other = await start(t, directory)
  assert.deepEqual(await other.take(), { publicKey: secret.publicKey().base64(), cached: true })
  assert.ok(!(await acquireOnce(directory)).cached)
  other.child.kill('SIGKILL')
  await once(other.child, 'exit')
  const { key, cached } = await acquireOnce(directory)
  assert.ok(cached && key.equals(secret))
})

test('the lock goes with the descriptor to another program', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory } = withFile(t)
  const acquired = await acquire(directory)
  const heir = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore', acquired.descriptor ?? -1] })
  await once(heir, 'spawn')
  acquired.release()
  assert.ok(!(await acquireOnce(directory)).cached)
  heir.stdin?.end()
  await once(heir, 'exit')
  assert.ok((await acquireOnce(directory)).cached)
})

test('a file that is replaced before the lock is taken is opened again', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory, file } = withFile(t)
  const replacement = PrivateKey.generate()
  let calls = 0
  const lockFile = (descriptor: number) => {
    if (calls++ === 0) {
      writeFileSync(
        `${file}.new`,
        `private_key: ${replacement.base64()}\npublic_key: ${replacement.publicKey()}\n`,
        {
          mode: 0o600,
        },
      )
      renameSync(`${file}.new`, file)
    }
    return addon().lockFile(descriptor)
  }
  const acquired = await acquireKey({ directory, uuid, lockFile })
  t.after(() => acquired.release())
  assert.equal(calls, 2)
  assert.ok(acquired.cached && acquired.key.equals(replacement))
  assert.equal(fstatSync(acquired.descriptor ?? -1).ino, statSync(file).ino)
})

test('a file that is replaced again and again is given up', async (t) => {
  const { directory, file } = withFile(t)
  const lockFile = () => {
    writeFileSync(`${file}.new`, yaml, { mode: 0o600 })
    renameSync(`${file}.new`, file)
    return true
  }
  await assert.rejects(acquireKey({ directory, uuid, lockFile }), {
    code: 'ERR_KEY_CACHE',
    message: /all the time/,
  })
})

for (const text of [undefined, 'corrupt']) {
  test(`eight processes start at once with ${text ?? 'no'} file: one gets the key that is kept`, async (t) => {
    if (!needs(t, 'addon')) return
    const { directory } = text === undefined ? place(t) : withFile(t, text)
    const processes = await Promise.all(Array.from({ length: 8 }, () => start(t, directory)))
    const taken = await Promise.all(processes.map((other) => other.take()))
    assert.equal(new Set(taken.map(({ publicKey }) => publicKey)).size, 8, 'no two tunnels have the same key')
    const cached = taken.filter((key) => key.cached)
    assert.equal(cached.length, 1)
    assert.deepEqual(readdirSync(join(directory, 'sinfonia')), [uuid])
    for (const { child } of processes) child.stdin.end()
    await Promise.all(processes.map(({ child }) => once(child, 'exit')))
    const next = await acquireOnce(directory)
    assert.deepEqual({ publicKey: next.key.publicKey().base64(), cached: next.cached }, cached[0])
  })
}

/** A process that waits for `take()`, and holds the key until its stdin ends. */
async function start(t: TestContext, directory: string) {
  const script = join(import.meta.dirname, 'key-cache-process.js')
  const child = spawn(process.execPath, [script, directory, uuid], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  assert.equal((await lines.next()).value, 'ready')
  const take = async (): Promise<{ publicKey: string; cached: boolean }> => {
    child.stdin.write('\n')
    return JSON.parse((await lines.next()).value)
  }
  return { child, take }
}

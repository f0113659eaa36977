/** Run by open.test.ts as root of a new user namespace: links that cross from one network namespace to another. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readlinkSync } from 'node:fs'
import { Network } from '#dist/network/network.js'
import { refusal } from './networks.js'

// It lives as long as its standard input is open.
const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
await once(holder.stdout, 'data')
const path = `/proc/${holder.pid}/ns/net`
const namespace = openSync(path, 'r')
const own = readlinkSync('/proc/self/ns/net')

{
  await using here = await Network.open()
  await using there = await Network.open({ namespacePath: path })
  await using again = await Network.open({ namespace })

  // A veth with an end in each, in one request.
  const near = await here.links.create({ name: 'near', kind: 'veth', peer: { name: 'far', namespace } })
  const far = await there.links.get('far')
  assert.deepEqual(await again.links.get('far'), far)
  assert.equal((await refusal(here.links.get('far'))).code, 'ENODEV')
  // Its other end is not one of the links here that bear the same index.
  assert.equal(near.lower, far.index)
  assert.equal(near.lowerName, undefined)
  assert.equal(near.lowerNamespaceId, 0)
  assert.equal(typeof far.lowerNamespaceId, 'number')

  // A link that is born in the other one.
  assert.equal(await here.links.create({ name: 'b', kind: 'bridge', namespace }), undefined)
  assert.equal((await there.links.get('b')).kind, 'bridge')

  // What would join a stranger there is refused.
  await here.links.create({ name: 'br', kind: 'bridge' })
  const joined = { name: 'c', kind: 'bridge', master: 'br', namespace }
  assert.match((await refusal(here.links.create(joined))).message, /^master: is not for links that are born/)

  // Moved, under its name and under a new one.
  await here.links.create({ name: 'a', kind: 'veth', peer: { name: 'c' }, up: true })
  await here.links.move('a', namespace)
  assert.equal((await there.links.get('a')).up, false)
  await here.links.move('c', namespace, { name: 'd' })
  assert.equal((await there.links.get('d')).lowerName, 'a')

  // To a name that is taken: the kernel moves it first, and then cannot rename it.
  await here.links.create({ name: 'e', kind: 'veth', peer: { name: 'f' } })
  const taken = await refusal(here.links.move('e', namespace, { name: 'd' }))
  assert.equal(taken.code, 'EEXIST')
  assert.equal(
    taken.outcome,
    (await there.links.list()).some(({ name }) => name === 'e') ? 'partly-applied' : 'not-applied',
  )
  assert.equal((await refusal(here.links.get('c'))).code, 'ENODEV')
  const staying = await refusal(here.links.move('lo', namespace))
  assert.equal(staying.outcome, 'not-applied')
  assert.match(staying.message, /^cannot move the link lo to another namespace: /)
  assert.equal((await refusal(here.links.move('near', 0))).operation, 'link.move')

  // Given up when it is on its way, and the descriptor closed: it leads to no other place.
  const { index } = await here.links.create({ name: 'g', kind: 'veth', peer: { name: 'h' } })
  const borrowed = openSync(path, 'r')
  const giveUp = new AbortController()
  const before = Array.from({ length: 100 }, () => here.links.list())
  const moving = refusal(here.links.move(index, borrowed, { signal: giveUp.signal }))
  await new Promise(setImmediate)
  giveUp.abort()
  assert.equal((await moving).code, 'ERR_ABORTED')
  closeSync(borrowed)
  await Promise.all(before)
  await here.links.list()
  assert.equal((await there.links.get('g')).lowerNamespaceId, 0)

  // Nobody of us has moved.
  assert.equal(readlinkSync('/proc/self/ns/net'), own)
  assert.equal(readlinkSync('/proc/thread-self/ns/net'), own)
}
closeSync(namespace)
holder.stdin.end()
await once(holder, 'exit')
process.stdout.write('done\n')

// Whatever holds something has close() and Symbol.asyncDispose, which may be called again and leave nothing open.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import * as library from '#dist/index.js'
import { until } from '../end-to-end/command.js'
import { type Need, needs } from '../needs.js'

interface Closable extends AsyncDisposable {
  close(): unknown
}

interface Case {
  readonly needs: readonly Need[]
  /** `close`: what has to be closed after it. */
  open(close: (other: Closable) => void): Promise<Closable>
}

const { Cloudlet, Namespace, Network, PrivateKey, Tunnel, launch } = library
const inside: readonly Need[] = ['addon', 'launcher', 'userns']
const tunnel: readonly Need[] = [...inside, 'tun', 'engine']

/** By the name of the class. */
const cases: Record<string, Case> = {
  Network: { needs: ['addon'], open: () => Network.open() },
  Watch: {
    needs: ['addon'],
    async open(close) {
      const network = await Network.open()
      close(network)
      const watch = network.watch(['link'])
      await watch.ready
      return watch
    },
  },
  GroupMessages: {
    needs: ['addon'],
    async open(close) {
      const network = await Network.open()
      close(network)
      const messages = (await network.generic.family('nlctrl')).join('notify')
      await messages.ready
      return messages
    },
  },
  Namespace: { needs: inside, open: () => Namespace.create() },
  'Namespace that exists': {
    needs: inside,
    async open(close) {
      const namespace = await Namespace.create()
      close(namespace)
      return await Namespace.open(namespace)
    },
  },
  Application: {
    needs: inside,
    async open(close) {
      const namespace = await Namespace.create()
      close(namespace)
      return await namespace.run('sleep', ['1000'], { stdio: 'pipe' })
    },
  },
  Tunnel: {
    needs: tunnel,
    open: () =>
      Tunnel.open({ privateKey: PrivateKey.generate(), addresses: [], peers: [] }, { way: 'userspace' }),
  },
  Cloudlet: { needs: tunnel, open: () => Cloudlet.start() },
  Launch: {
    needs: tunnel,
    async open(close) {
      const cloudlet = await Cloudlet.start()
      close(cloudlet)
      return await launch(cloudlet.url, 'helloworld', 'sleep', ['1000'], { way: 'userspace' })
    },
  },
}

test('every class of the library that can be closed is in the table', () => {
  const closable = Object.entries<unknown>(library).flatMap(([name, value]) => {
    const prototype: unknown = typeof value === 'function' ? value.prototype : undefined
    const isClosable = typeof prototype === 'object' && prototype !== null && 'close' in prototype
    return isClosable ? [[name, prototype] as const] : []
  })
  assert.ok(closable.length >= 5)
  for (const [name, prototype] of closable) {
    // What others only extend is tried as one of them.
    const isBase = (other: object) => Object.prototype.isPrototypeOf.call(prototype, other)
    if (closable.some(([other, derived]) => other in cases && isBase(derived))) continue
    assert.ok(name in cases, `${name} is not in the table`)
    assert.ok(Symbol.asyncDispose in prototype, `${name} has no Symbol.asyncDispose`)
  }
})

function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

for (const [name, { needs: wanted, open }] of Object.entries(cases)) {
  test(`${name}: closed by either, again, and at the same time`, async (t) => {
    if (!needs(t, ...wanted)) return
    for (const close of [
      (it: Closable) => it.close(),
      (it: Closable) => it[Symbol.asyncDispose](),
      (it: Closable) => Promise.all([it.close(), it[Symbol.asyncDispose](), it.close()]),
    ]) {
      const others: Closable[] = []
      const it = await open((other) => others.push(other))
      await close(it)
      await it.close()
      await it[Symbol.asyncDispose]()
      for (const other of others) await other.close()
      await it.close()
    }
  })

  test(`${name}: leaves no descriptor open`, async (t) => {
    if (!needs(t, ...wanted)) return
    const once = async () => {
      const others: Closable[] = []
      const it = await open((other) => others.push(other))
      await it[Symbol.asyncDispose]()
      for (const other of others) await other.close()
    }
    // What is loaded at first use stays.
    await once()
    const before = descriptors()
    await once()
    await until(`${name} is closed`, () => descriptors() <= before)
  })
}

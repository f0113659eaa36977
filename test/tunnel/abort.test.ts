// Aborted at any moment, a tunnel or a launch rejects with ERR_ABORTED and leaves nothing.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { parsePrefix } from '#dist/address/prefix.js'
import { Cloudlet } from '#dist/cloudlet/cloudlet.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Links } from '#dist/network/links.js'
import { Routes } from '#dist/network/routes.js'
import { type LaunchOptions, launch } from '#dist/sinfonia/launch.js'
import { Engine } from '#dist/tunnel/engine/engine.js'
import { Tunnel } from '#dist/tunnel/tunnel.js'
import { until } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { descendants } from '../processes.js'

const way = 'userspace'
const publicKey = PrivateKey.generate().publicKey()
const configuration = {
  privateKey: PrivateKey.generate(),
  addresses: [parsePrefix('10.5.0.2/32')],
  peers: [{ publicKey, allowedIps: [parsePrefix('0.0.0.0/0')] }],
  resolver: { servers: ['10.96.0.10'] },
}

function able(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')
}

/** A signal that is aborted when this method is called for the nth time, as it begins or as it has succeeded. */
function abortedIn<T extends object, K extends keyof T>(
  t: TestContext,
  type: T,
  method: K,
  { nth = 1, begins = false } = {},
): AbortSignal {
  const controller = new AbortController()
  const original = type[method] as (...args: unknown[]) => Promise<unknown>
  let calls = 0
  t.mock.method(
    type,
    method as never,
    async function (this: T, ...args: unknown[]) {
      const isMeant = ++calls === nth
      if (isMeant && begins) controller.abort()
      const result = await original.apply(this, args)
      if (isMeant) controller.abort()
      return result
    } as never,
  )
  return controller.signal
}

async function leavesNothing(work: () => Promise<unknown>): Promise<void> {
  const before = {
    processes: descendants(process.pid).length,
    descriptors: readdirSync('/proc/self/fd').length,
  }
  await assert.rejects(work(), { code: 'ERR_ABORTED' })
  await until('its processes have ended', () => descendants(process.pid).length <= before.processes)
  await until('its descriptors are closed', () => readdirSync('/proc/self/fd').length <= before.descriptors)
}

test('before it begins', async (t) => {
  if (!able(t)) return
  const signal = AbortSignal.abort()
  await leavesNothing(() => Tunnel.prepare({ way, signal }))
  await leavesNothing(() => Tunnel.open(configuration, { way, signal }))
})

test('Tunnel.prepare, while its link is looked for, and at its end', async (t) => {
  if (!able(t)) return
  for (const begins of [true, false]) {
    const looking = abortedIn(t, Links.prototype, 'get', { begins })
    await leavesNothing(() => Tunnel.prepare({ way, signal: looking }))
    t.mock.restoreAll()
    const setting = abortedIn(t, Links.prototype, 'set', { begins })
    await leavesNothing(() => Tunnel.prepare({ way, signal: setting }))
    t.mock.restoreAll()
  }
})

const steps = {
  'the resolver is set': (t: TestContext, begins: boolean) =>
    abortedIn(t, Namespace.prototype, 'setResolver', { begins }),
  'the link goes up': (t: TestContext, begins: boolean) =>
    abortedIn(t, Links.prototype, 'set', { nth: 3, begins }),
  'a route is added': (t: TestContext, begins: boolean) => abortedIn(t, Routes.prototype, 'add', { begins }),
  'the engine is told': (t: TestContext, begins: boolean) =>
    abortedIn(t, Engine.prototype, 'set', { begins }),
}
for (const [step, signalIn] of Object.entries(steps)) {
  test(`Tunnel.open, when ${step}`, async (t) => {
    if (!able(t)) return
    for (const begins of [true, false]) {
      const signal = signalIn(t, begins)
      await leavesNothing(() => Tunnel.open(configuration, { way, signal }))
      t.mock.restoreAll()
    }
  })
}

test('an engine that does not answer keeps nobody waiting', async (t) => {
  if (!able(t)) return
  await using tunnel = await Tunnel.prepare({ way })
  t.mock.method(Engine.prototype, 'set', () => new Promise(() => {}))
  t.mock.method(Engine.prototype, 'get', () => new Promise(() => {}))
  for (const ask of [
    (signal: AbortSignal) => tunnel.configure(configuration, { signal }),
    (signal: AbortSignal) => tunnel.listenPort({ signal }),
    (signal: AbortSignal) => tunnel.peer(publicKey, { signal }),
  ]) {
    const controller = new AbortController()
    const asked = ask(controller.signal)
    setImmediate(() => controller.abort())
    await assert.rejects(asked, { code: 'ERR_ABORTED' })
  }
})

test('launch, at each of its steps, and as the application starts', async (t) => {
  if (!able(t)) return
  await using cloudlet = await Cloudlet.start({ way })
  const ends = async (options: LaunchOptions) => {
    const work = launch(cloudlet.url, 'helloworld', 'sleep', ['1000'], { way, ...options })
    await assert.rejects(work, { code: 'ERR_ABORTED' })
    const isCloudlets = () => descendants(process.pid).length === 2 * cloudlet.deployments().length
    await until('only the cloudlet has processes: a keeper and an engine each', isCloudlets)
  }
  for (const last of ['key', 'tier1', 'tunnel'] as const) {
    const controller = new AbortController()
    const onStep = (step: string) => {
      if (step === last) controller.abort()
    }
    await ends({ signal: controller.signal, onStep })
  }
  await ends({ signal: abortedIn(t, Namespace.prototype, 'run') })
  assert.ok(cloudlet.deployments().length > 0)
})

/** WireGuard links of the real kernel, seen by wg(8) as well. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { PrivateKey } from '#dist/keys/private-key.js'
import type { PublicKey } from '#dist/keys/public-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'

export const wireguardNeeds = ['kernel WireGuard', 'addon', 'launcher', 'userns', 'wg'] as const

/** The network of a new namespace with the link wg0, over passed sockets; and wg in it. They go with the test. */
export async function wireguardNetwork(t: TestContext) {
  const namespace = await Namespace.create({ mapRoot: true })
  t.after(() => namespace.close())
  const network = await Network.open({
    socket: namespace.takeRouteSocket(),
    genericSocket: namespace.takeGenericSocket(),
  })
  t.after(() => network.close())
  await network.links.create({ name: 'wg0', kind: 'wireguard' })
  const inside = [`--net=/proc/${namespace.pid}/ns/net`]
  const wg = (...args: readonly string[]) =>
    execFileSync('nsenter', [...inside, 'wg', ...args], { encoding: 'utf8' })
  /** `wg show wg0 dump`: the link's fields, and those of each peer. */
  const dump = () =>
    wg('show', 'wg0', 'dump')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
  return { namespace, network, wireguard: network.wireguard, inside, wg, dump }
}

/** Files with texts in them, for wg reads keys from files; they go with the test. */
export async function filesOf(t: TestContext, ...texts: readonly string[]): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'wireguard-'))
  t.after(() => rm(directory, { recursive: true }))
  return texts.map((text, index) => {
    const file = join(directory, String(index))
    writeFileSync(file, text, { mode: 0o600 })
    return file
  })
}

export function newPublicKey(): PublicKey {
  return PrivateKey.generate().publicKey()
}

/** Waits until `found` gives something. */
export async function until<Found>(found: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const value = await found()
    if (value !== undefined) return value
    await setTimeout(20)
  }
}

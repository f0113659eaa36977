/** Upstream's own userspace WireGuard, as a program, in namespaces where it may put its socket into /run/wireguard. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, type TestContext } from 'node:test'
import { Network } from '#dist/network/network.js'

export const wireguardGoNeeds = ['addon', 'unshare', 'tun', 'go', 'wg'] as const

let built: string | undefined
after(() => built && rmSync(dirname(built), { recursive: true }))

/** The one that the engine is made of. It goes when the tests of the file have ended. */
function wireguardGo(): string {
  if (built !== undefined) return built
  built = join(mkdtempSync(join(tmpdir(), 'wireguard-go-')), 'wireguard-go')
  const { status, stderr } = spawnSync('go', ['build', '-o', built, 'golang.zx2c4.com/wireguard'], {
    cwd: 'native/engine',
    env: { ...process.env, CGO_ENABLED: '0' },
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
  return built
}

/** Namespaces with interfaces of these names, the network of them, and wg(8) in them. They go with the test. */
export async function userspaceNetwork(t: TestContext, ...names: readonly string[]) {
  const inside = 'mount -t tmpfs tmpfs /run && ip link set lo up && echo ready && exec cat'
  const holder = start(
    t,
    'unshare',
    ['--user', '--map-root-user', '--net', '--mount', 'sh', '-c', inside],
    /ready/,
  )
  await holder.said
  const enter = ['--preserve-credentials', '--user', '--net', '--mount', `--target=${holder.process.pid}`]
  const run = (...words: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('nsenter', [...enter, ...words], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return stdout
  }
  const interfaces = names.map((name) =>
    start(t, 'nsenter', [...enter, wireguardGo(), '-f', name], /UAPI listener started/),
  )
  for (const { said } of interfaces) await said
  const directory = `/proc/${holder.process.pid}/root/run/wireguard`
  const network = await Network.open({ pid: holder.process.pid, wireguardSockets: directory })
  t.after(() => network.close())
  const wg = (...args: readonly string[]) => run('wg', ...args)
  /** `wg show NAME dump`: the fields of the interface, then those of each peer, by key. */
  const dump = (name: string) => {
    const [own, ...peers] = wg('show', name, 'dump')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
    return [own, ...peers.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))]
  }
  return { network, wireguard: network.wireguard, directory, run, wg, dump, interfaces }
}

function start(t: TestContext, program: string, args: readonly string[], ready: RegExp) {
  const process_ = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'verbose' },
  })
  t.after(() => end(process_))
  return { process: process_, said: said(process_, ready) }
}

async function said(process_: ChildProcess, ready: RegExp): Promise<void> {
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    for (const stream of [process_.stdout, process_.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        lines.push(line)
        if (ready.test(line)) resolve()
      })
    }
    process_.once('exit', () => reject(new Error(`it ended: ${lines.join('\n')}`)))
  })
}

export async function end(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return
  const ended = once(process_, 'exit')
  process_.kill('SIGKILL')
  await ended
}

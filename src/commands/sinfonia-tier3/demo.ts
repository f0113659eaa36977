import { performance } from 'node:perf_hooks'
import { Command } from 'commander'
import { packageRoot } from '../../addon/load.js'
import type { LaunchStep } from '../../sinfonia/launch.js'
import { Interruption } from './interruption.js'
import { libexec, tellWay, type WayOptions, wayOption } from './way.js'

const titles: Record<LaunchStep, string> = {
  namespace: 'namespaces and WireGuard link',
  key: 'key pair',
  tier1: 'helloworld deployed, asked for over HTTP',
  tunnel: 'keys, peer, addresses, routes and resolver set',
  application: 'application started inside',
}

const url = 'http://helloworld/'

/** `sinfonia-tier3 demo`: the main job against an embedded cloudlet, with a time for each step. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('the whole way on this machine: cloudlet, tunnel, application')
    .addOption(wayOption())
    .action((options: WayOptions) => demo(options))
}

async function demo(options: WayOptions): Promise<void> {
  const interruption = new Interruption()
  try {
    process.exitCode = await show(options, interruption.signal)
  } finally {
    interruption.die()
  }
}

async function show({ tunnel }: WayOptions, signal: AbortSignal): Promise<number> {
  const [{ Cloudlet }, { launch }] = await Promise.all([
    import('../../cloudlet/cloudlet.js'),
    import('../../sinfonia/launch.js'),
  ])
  const ways = { way: tunnel, libexec: libexec() }
  say('The embedded cloudlet, a Tier1 and Tier2 on this machine')
  const cloudlet = await timed('started', () => Cloudlet.start({ ...ways, signal }))
  try {
    say(`\nsinfonia-tier3 ${cloudlet.url} helloworld <a program that fetches ${url}>`)
    const launched = await launch(cloudlet.url, 'helloworld', process.execPath, [frontend(), url], {
      signal,
      env: process.env,
      ...ways,
      onWay: tellWay((line) => say(`  ${line}`), say),
      onStep: (name, begin, end) => step(titles[name], end - begin),
    })
    say('\nIn the tunnel')
    const { exitCode, exitSignal } = await launched.application.exited
    say('\nThe end')
    await timed('application, tunnel and namespace gone', () => launched.close())
    if (exitSignal) throw new Error(`the frontend was ended by ${exitSignal}`)
    return exitCode ?? 0
  } finally {
    await timed('cloudlet and its deployments gone', () => cloudlet.close())
  }
}

/** The program that plays the frontend: it knows nothing of tunnels. */
function frontend(): string {
  return `${packageRoot}dist/commands/sinfonia-tier3/demo-frontend.js`
}

async function timed<T>(title: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now()
  const result = await work()
  step(title, performance.now() - begin)
  return result
}

function step(title: string, milliseconds: number): void {
  say(`  ${title.padEnd(48)}${milliseconds.toFixed(1).padStart(7)} ms`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

import { Command, Option } from 'commander'
import { parsePrefix } from '../../address/prefix.js'
import { integer } from './integer.js'
import { Interruption } from './interruption.js'
import { isTerminal, writeLine } from './terminal.js'
import { libexec, type WayOptions, wayOption } from './way.js'

interface CloudletOptions extends WayOptions {
  readonly host: string
  readonly port: number
  readonly addresses: string[]
  readonly recipes?: string
  readonly lease: number
  readonly endpointHost?: string
  readonly maximum: number
  readonly backendTimeout: number
  readonly tier1?: string
  readonly publicUrl?: string
  readonly debug?: boolean
  readonly json?: boolean
}

const epilogue = `
It prints its URL on stdout once it listens, and runs until SIGINT or SIGTERM, which release every deployment; a second signal ends it at once.

Cloudlets that report themselves to it are listed, and never asked: what it has no recipe for, it does not deploy.

Examples:
  $ sinfonia-tier3 cloudlet --port 7000
  http://127.0.0.1:7000
  $ sinfonia-tier3 http://127.0.0.1:7000 helloworld curl http://helloworld/`

/** `sinfonia-tier3 cloudlet`: the embedded Tier1 and Tier2, in the foreground. */
export function cloudletCommand(): Command {
  return new Command('cloudlet')
    .description('be a Tier1 and Tier2 for this machine, without root')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(new Option('--port <port>', 'TCP port; 0: any').argParser(integer(0, 65535)).default(0))
    .option('--addresses <prefix...>', 'ranges that clients get their addresses from', ['10.5.0.0/16'])
    .option('--recipes <directory>', 'recipes besides helloworld, <uuid>.yaml each')
    .addOption(
      new Option(
        '--lease <seconds>',
        'release a deployment that long without a handshake; tunnels in use have one every 120 s',
      )
        .argParser(integer(1, 86400 * 365))
        .default(300),
    )
    .option('--endpoint-host <host>', 'address or name by which clients reach the tunnels (default: --host)')
    .addOption(
      new Option('--maximum <n>', 'deployments at a time').argParser(integer(1, 100_000)).default(100),
    )
    .addOption(
      new Option('--backend-timeout <seconds>', 'how long a backend may take until it listens')
        .argParser(integer(1, 86400))
        .default(60),
    )
    .option('--tier1 <url>', 'a Tier1 to report this cloudlet to, every 15 s')
    .option('--public-url <url>', 'the URL by which that Tier1 reaches this cloudlet')
    .addOption(wayOption())
    .option('--debug', 'tell what happens')
    .option('--json', 'print {"url": …} and errors as JSON')
    .addHelpText('after', epilogue)
    .action((options: CloudletOptions) => cloudlet(options))
}

async function cloudlet(options: CloudletOptions): Promise<void> {
  const interruption = new Interruption()
  const { Cloudlet } = await import('../../cloudlet/cloudlet.js')
  const { addresses, tunnel, debug, json, ...others } = options
  const running = await Cloudlet.start({
    ...others,
    addresses: addresses.map((text) => parsePrefix(text, { maskHostBits: true })),
    environment: process.env,
    way: tunnel,
    libexec: libexec(),
    log: debug || isTerminal() ? writeLine : undefined,
    debug: debug ? writeLine : undefined,
    signal: interruption.signal,
  })
  process.stdout.write(json ? `${JSON.stringify({ url: running.url })}\n` : `${running.url}\n`)
  await interruption.received
  await running.close()
  interruption.die()
}

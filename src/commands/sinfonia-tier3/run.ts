import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { supervise } from '../../namespace/supervise.js'
import { launch } from '../../sinfonia/launch.js'
import { integer } from './integer.js'
import { Interruption } from './interruption.js'
import { greatestDescriptor, passedDescriptors } from './passed-descriptors.js'
import { Progress } from './progress.js'
import { writeLine } from './terminal.js'
import { Timings } from './timings.js'
import { libexec, tellWay, type WayOptions, wayOption } from './way.js'

export interface RunOptions extends WayOptions {
  readonly debug?: boolean
  readonly json?: boolean
  readonly timings?: boolean
  readonly mapRoot?: boolean
  readonly keep?: boolean
  readonly mtu?: number
  readonly timeout: number
  readonly keyCache: boolean
  readonly passFd: readonly number[]
}

/** Makes the program itself the positional form of the reference client: `<tier1-url> <application-uuid> <application> [args…]`. */
export function runCommand(program: Command): void {
  program
    .argument('<tier1-url>', 'the Tier1 (or Tier2) to ask: https://tier1.example')
    .argument('<application-uuid>', 'the application, or "helloworld"')
    .argument('<application>', 'the frontend to run, looked up in PATH')
    .argument('[args...]', 'its arguments')
    .option('--debug', 'tell what happens, with the WireGuard engine’s messages')
    .option('--timings', 'tell how long each step took, before the application starts')
    .option('--json', 'timings and errors as JSON')
    .option('--map-root', 'run the application as root of its namespaces, as the reference client does')
    .option('--keep', 'end with the last process inside, not with the application')
    .addOption(
      new Option('--pass-fd <n>', 'give the application this descriptor of the command, too; repeatable')
        .argParser((text, all: readonly number[]) => [...all, integer(3, greatestDescriptor)(text)])
        .default([], 'none'),
    )
    .addOption(wayOption())
    .option('--no-key-cache', 'take a fresh key that is not kept')
    .addOption(new Option('--mtu <bytes>', 'MTU of the tunnel').argParser(integer(68, 65455)))
    .addOption(
      new Option('--timeout <seconds>', 'how long Tier1 may take to answer')
        .argParser(integer(1, 3600))
        .default(60),
    )
    .passThroughOptions()
    .action((tier1Url: string, application: string, command: string, args: string[], options: RunOptions) =>
      run(tier1Url, application, command, args, options),
    )
}

async function run(
  tier1Url: string,
  application: string,
  command: string,
  args: string[],
  options: RunOptions,
): Promise<void> {
  const stdio = passedDescriptors(options.passFd)
  const interruption = new Interruption()
  const timings = options.timings ? new Timings(options.json ?? false) : undefined
  const progress = new Progress(application)
  const debug = options.debug ? (line: string) => writeLine(`sinfonia-tier3: ${line}`) : undefined
  try {
    const launched = await launch(tier1Url, application, command, args, {
      cacheDirectory: options.keyCache ? cacheDirectory(debug) : undefined,
      tier1: { timeout: options.timeout * 1000, env: process.env, debug },
      mapRoot: options.mapRoot,
      way: options.tunnel,
      libexec: libexec(),
      onWay: tellWay(debug, (line) => progress.note(line)),
      mtu: options.mtu,
      stdio,
      env: process.env,
      log: debug,
      signal: interruption.signal,
      onStep: (step, begin, end) => {
        timings?.take(step, begin, end)
        if (step !== 'tunnel') return
        // Not after the application's start: it may have written to the terminal by then.
        progress.done()
        timings?.print()
        // From here to the supervisor a signal ends this process, and the keeper with it the application; a listener would lose it.
        interruption.release()
      },
      onDeployment: (deployment) => progress.deployed(deployment),
    })
    const key = launched.key.descriptor
    supervise({
      application: launched.application,
      engine: launched.tunnel.handOver(),
      held: key === undefined ? [] : [key],
      debug: options.debug ?? false,
      keep: options.keep ?? false,
    })
  } catch (error) {
    progress.failed()
    timings?.print()
    interruption.die()
    throw error
  }
}

/** XDG Base Directory Specification. Undefined: a user without HOME whom /etc/passwd does not know has no place for a cache. */
function cacheDirectory(debug: ((line: string) => void) | undefined): string | undefined {
  const directory = process.env.XDG_CACHE_HOME
  if (directory?.startsWith('/')) return directory
  try {
    return join(homedir(), '.cache')
  } catch (error) {
    debug?.(`the key is not kept, for want of a home directory: ${String(error)}`)
    return undefined
  }
}

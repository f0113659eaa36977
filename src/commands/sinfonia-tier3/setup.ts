import { Command, Option } from 'commander'
import { isOperationError, OperationError } from '../../errors/operation-error.js'
import { defaultDirectory, parseDirectory, realDirectory } from '../../installation/place.js'
import { installationSteps, removalSteps } from '../../installation/plan.js'
import { type SetupRequest, setupRequest } from '../../installation/request.js'
import { installationScript, removalScript } from '../../installation/script.js'
import { setupCommand } from '../../installation/setup-command.js'
import type { Step } from '../../installation/step.js'
import { suggestedSetup } from '../../installation/suggestion.js'
import { refuseUnsuitable } from '../../installation/suitable.js'
import { libexec } from './way.js'

interface SetupCommandOptions {
  readonly group?: string
  readonly everyone?: boolean
  readonly prefix?: string
  readonly apparmor?: boolean
  readonly uninstall?: boolean
  readonly dryRun?: boolean
  readonly printScript?: boolean
}

const epilogue = `
Launches work without it, with WireGuard in user space. With it they use the kernel's, which is faster, still without sudo:
the helper, a small program with the one capability cap_net_admin, creates a WireGuard link in a namespace that belongs to
its caller, and does nothing else. Where AppArmor restricts user namespaces (Ubuntu), setup also installs a profile that
allows them to the launcher, which is for the same users.

Everything that setup does is printed before it is done. It can be run again, as after an update: what is right stays.

Examples:
  $ sinfonia-tier3 setup
      as yourself: changes nothing, and prints the line to run as root
  $ sinfonia-tier3 setup --group sinfonia --dry-run
      what would be done
  $ sinfonia-tier3 setup --group sinfonia --print-script >setup.sh
      the same as a script, to be read and run with "sudo sh setup.sh"; it makes all checks, but does not try a link
  $ sinfonia-tier3 doctor
      whether it works`

/** `sinfonia-tier3 setup`: installs what needs root once, so that no launch does. */
export function setupCommandLine(): Command {
  return new Command('setup')
    .description('install, once and as root, what gives launches the kernel’s WireGuard')
    .addOption(new Option('--group <name>', 'who may create links: the members of this group'))
    .addOption(
      new Option('--everyone', 'who may create links: every user of this machine').conflicts('group'),
    )
    .option('--prefix <directory>', `where to install (default: ${defaultDirectory})`)
    .option('--apparmor', 'install the AppArmor profile even where no restriction is found')
    .option('--no-apparmor', 'do not install the AppArmor profile')
    .option('--uninstall', 'remove everything that setup has installed')
    .option('--dry-run', 'only print what would be done')
    .option('--print-script', 'print it as a shell script for root to read and run')
    .addHelpText('after', epilogue)
    .action((options: SetupCommandOptions) => setup(options))
}

async function setup(options: SetupCommandOptions): Promise<void> {
  const written = parseDirectory(options.prefix ?? libexec() ?? defaultDirectory)
  const changes = !options.dryRun && !options.printScript
  if (changes && process.getuid?.() !== 0) throw needsRoot(written, options)
  const directory = realDirectory(written)
  if (options.uninstall) {
    if (options.printScript) return print(removalScript(directory))
    return carryOut(removalSteps(directory), options)
  }
  const request = setupRequest(directory, options)
  if (options.printScript) return print(installationScript(request))
  refuseUnsuitable(directory)
  carryOut(installationSteps(request), options)
  if (changes) await verify(request)
}

/** Prints all of the steps, and then does them. */
function carryOut(steps: readonly Step[], { dryRun }: SetupCommandOptions): void {
  if (steps.length === 0) {
    print('Nothing to do: everything is as it should be.\n')
    return
  }
  print(
    `${dryRun ? 'Setup would' : 'Setup will'}\n${steps.map(({ sentence }) => `  ${sentence}\n`).join('')}`,
  )
  if (dryRun) return
  for (const step of steps) {
    try {
      step.apply()
    } catch (cause) {
      throw stepFailure(step, step !== steps[0], cause)
    }
  }
  print('Done.\n')
}

async function verify(request: SetupRequest): Promise<void> {
  const { installationTrial } = await import('../../diagnosis/installation-trial.js')
  print(`${await installationTrial(request)}\n`)
}

function needsRoot(
  directory: string,
  { group, everyone, apparmor, uninstall }: SetupCommandOptions,
): OperationError {
  const prefix = directory === defaultDirectory ? [] : ['--prefix', directory]
  const profile = apparmor === undefined ? [] : [apparmor ? '--apparmor' : '--no-apparmor']
  const whom = group === undefined ? (everyone ? ['--everyone'] : undefined) : ['--group', group]
  const line = uninstall
    ? setupCommand(...prefix, '--uninstall')
    : whom
      ? setupCommand(...prefix, ...profile, ...whom)
      : suggestedSetup(directory, ...profile)
  return new OperationError('setup needs root: nothing was done', {
    code: 'ERR_SETUP',
    operation: 'setup.start',
    remedy: `Run: ${line}\n  --dry-run shows what that does, --print-script a script that root can read first.`,
  })
}

function stepFailure({ sentence }: Step, isLater: boolean, cause: unknown): unknown {
  if (isOperationError(cause) || !(cause instanceof Error && 'code' in cause)) return cause
  return new OperationError(`setup could not ${sentence}`, {
    code: 'ERR_SETUP',
    operation: 'setup.apply',
    detail: cause.message,
    outcome: isLater ? 'partly-applied' : 'not-applied',
    remedy:
      cause.code === 'EPERM'
        ? 'In a container, root may lack the right to grant capabilities (CAP_SETFCAP).'
        : undefined,
    cause,
  })
}

function print(text: string): void {
  process.stdout.write(text)
}

import { Command, CommanderError } from 'commander'
import { cloudletCommand } from './cloudlet.js'
import { completionCommand } from './completion.js'
import { demoCommand } from './demo.js'
import { doctorCommand } from './doctor.js'
import { exitStatus, reportError } from './report-error.js'
import { runCommand } from './run.js'
import { setupCommandLine } from './setup.js'
import { version } from './version.js'

const description = `Runs an application through a WireGuard tunnel to its backend on a cloudlet near by, without root.

Asks the Tier1 broker to deploy the backend of <application-uuid>, makes a network namespace whose only way out is the tunnel to it, and runs <application> there. Namespace and tunnel go when the application ends.`

const epilogue = `
Examples:
  $ sinfonia-tier3 demo
      the whole way on this machine, with a cloudlet of its own
  $ sinfonia-tier3 https://tier1.example helloworld curl -v http://helloworld/
  $ sinfonia-tier3 https://tier1.example helloworld bash
      an interactive shell inside
  $ sinfonia-tier3 cloudlet
      a Tier1 and Tier2 for this machine, to develop against

Exit status: the application's own, and death by its signal; 125 when this
command failed, 126 when the application cannot be executed, 127 when it is not
found, 2 for a wrong command line.`

/** Runs the command line and ends the process with its exit status. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('sinfonia-tier3')
    .description(description)
    .version(version(), '--version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', epilogue)
    .enablePositionalOptions()
    .showHelpAfterError('(sinfonia-tier3 --help shows how it is used)')
    .exitOverride()
  runCommand(program)
  program.addCommand(cloudletCommand())
  program.addCommand(demoCommand())
  program.addCommand(setupCommandLine())
  program.addCommand(doctorCommand())
  program.addCommand(completionCommand(program))
  for (const command of program.commands) command.exitOverride()
  let running = program
  program.hook('preAction', (_, command) => {
    running = command
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : exitStatus.usage)
    process.exit(reportError(error, running.optsWithGlobals()))
  }
}

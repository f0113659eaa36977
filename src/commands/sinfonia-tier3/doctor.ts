import { isatty } from 'node:tty'
import { Command } from 'commander'
import type { Check } from '../../diagnosis/check.js'
import type { Diagnosis } from '../../diagnosis/diagnosis.js'
import { libexec, type WayOptions, wayOption } from './way.js'

interface DoctorOptions extends WayOptions {
  readonly json?: boolean
}

const epilogue = `
Nothing is only looked at that can be tried: it makes a namespace as a launch does, and a WireGuard link in it.

Exit status: 0 when a launch would work, and the last line says by which way; 1 when it would not.

Examples:
  $ sinfonia-tier3 doctor
  $ sinfonia-tier3 doctor https://tier1.example
      also asks that Tier1
  $ sinfonia-tier3 doctor --json | jq -r .way`

/** `sinfonia-tier3 doctor`: what a launch needs of this machine, and what to do where it lacks something. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check what launches need of this machine, with a remedy for what is missing')
    .argument('[tier1-url]', 'a Tier1 to reach, too')
    .addOption(wayOption())
    .option('--json', 'print the checks as JSON')
    .addHelpText('after', epilogue)
    .action((tier1: string | undefined, options: DoctorOptions) => doctor(tier1, options))
}

async function doctor(tier1: string | undefined, { json, tunnel }: DoctorOptions): Promise<void> {
  const { diagnose } = await import('../../diagnosis/diagnosis.js')
  const diagnosis = await diagnose({ tier1, libexec: libexec(), wanted: tunnel, env: process.env })
  process.stdout.write(json ? `${JSON.stringify(diagnosis)}\n` : report(diagnosis))
  process.exitCode = diagnosis.way === undefined ? 1 : 0
}

function report({ checks, way }: Diagnosis): string {
  const isColoured = isatty(1) && !process.env['NO_COLOR']
  const width = Math.max(...checks.map(({ name }) => name.length))
  const lines = checks.map((check) => checkLines(check, width, isColoured))
  return `${lines.join('')}\n${verdicts[way ?? 'none']}\n`
}

const verdicts = {
  kernel: 'A launch would work, with the kernel’s WireGuard.',
  userspace: 'A launch would work, with WireGuard in user space.',
  none: 'A launch would not work.',
} as const

/** SGR of ECMA-48. */
const colours = { ok: 32, warning: 33, failure: 31 } as const

function checkLines({ name, state, sentence, remedy }: Check, width: number, isColoured: boolean): string {
  const word = isColoured ? `\x1b[${colours[state]}m${state}\x1b[0m` : state
  const line = `${word}${' '.repeat(9 - state.length)}${name.padEnd(width)}  ${sentence}\n`
  return remedy === undefined ? line : `${line}${' '.repeat(11 + width)}${remedy}\n`
}

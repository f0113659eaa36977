/** How the command is used. Scripts know these lines from wg(8); what stands beyond it says so. */
import { Failure } from './failure.js'
import { shells, showFields, subcommands } from './words.js'

const configurationFile = '<interface> <configuration filename>'
const setArguments =
  '<interface> [listen-port <port>] [fwmark <mark>] [private-key <file path>] [peer <base64 public key> [remove] ' +
  '[preshared-key <file path>] [endpoint <ip>:<port>] [persistent-keepalive <interval seconds>] ' +
  '[allowed-ips <ip1>/<cidr1>[,<ip2>/<cidr2>]...] ]...'

const synopses = {
  show: `{ <interface> | all | interfaces } [${showFields.join(' | ')}]`,
  showconf: '<interface>',
  set: setArguments,
  setconf: configurationFile,
  addconf: configurationFile,
  syncconf: configurationFile,
  genkey: '',
  genpsk: '',
  pubkey: '',
  completion: shells.join(' | '),
}

/** Without a newline at its end. */
export function help(name: string): string {
  return `Usage: ${name} <cmd> [<args>]

Available subcommands:
${subcommands.map(([word, description]) => `  ${word}: ${description}`).join('\n')}
You may pass \`--help' to any of these subcommands to view usage.`
}

/** `called`: program and subcommand. */
export function usage(called: string, subcommand: keyof typeof synopses): string {
  return `Usage: ${called} ${synopses[subcommand]}`.trimEnd()
}

export function wrongUsage(called: string, subcommand: keyof typeof synopses): Failure {
  return new Failure(usage(called, subcommand))
}

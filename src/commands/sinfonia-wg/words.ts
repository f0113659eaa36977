/** The words of the command line, as help, usage and completions tell them. */

/** Each subcommand with what it does. */
export const subcommands: readonly (readonly [string, string])[] = [
  ['show', 'Prints interfaces with their peers, or one thing of them (--json: as JSON)'],
  ['showconf', "Prints an interface's configuration as a file for `setconf'"],
  ['set', 'Changes an interface and its peers, adds and removes peers'],
  ['setconf', 'Makes an interface have exactly what a file says'],
  ['addconf', 'Adds what a file says to an interface'],
  ['syncconf', 'Makes an interface have what a file says, and lets unchanged peers be'],
  ['genkey', 'Prints a new private key'],
  ['genpsk', 'Prints a new preshared key'],
  ['pubkey', 'Reads a private key from stdin and prints its public key'],
  ['completion', 'Prints the script that completes this command in bash, zsh or fish'],
]

export const helpWords: readonly string[] = ['-h', '--help', 'help']
export const versionWords: readonly string[] = ['-v', '--version', 'version']

/** What `show` can print of interfaces, besides all. */
export const showFields = [
  ...['public-key', 'private-key', 'listen-port', 'fwmark', 'peers', 'preshared-keys', 'endpoints'],
  ...['allowed-ips', 'latest-handshakes', 'transfer', 'persistent-keepalive', 'dump'],
] as const

export type ShowField = (typeof showFields)[number]

/** What `set` sets of an interface, before the first `peer`, and of a peer; each has a value behind it, but for `remove`. */
export const interfaceWords = ['listen-port', 'fwmark', 'private-key'] as const
export const peerWords = [
  ...['preshared-key', 'endpoint', 'persistent-keepalive', 'allowed-ips', 'remove'],
] as const

export const shells = ['bash', 'zsh', 'fish'] as const

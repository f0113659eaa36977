/** Subcommands, their help, and keys from standard input. */
import { type Case, commandLines, type Group } from './case.js'
import { files } from './texts.js'

const helped = commandLines(`
  help
  -h
  --help
  --version
  -v
`)

const unusual = commandLines(`
  ''
  foo
  foo bar
  Show
  SHOW
  -x
  --
  version
  -V
  -help
  help show
  help foo
  --help show
  --version foo
  genkey foo
  genkey --help
  genkey -h
  genkey help
  genpsk foo
  genpsk --help
  pubkey foo
  pubkey --help
  pubkey -h
  setconf
  setconf wg0
  setconf wg0 conf conf
  setconf --help
  setconf wg0 --help
  setconf --help conf
  addconf
  addconf wg0
  addconf wg0 conf conf
  addconf --help
  syncconf
  syncconf wg0
  syncconf wg0 conf conf
  syncconf --help
  syncconf --help foo
  syncconf wg0 -h
  set -h
  show -h
  showconf -h
  showconf help
`)

const pubkeys: Case[] = Object.entries(files)
  .filter(([, content]) => typeof content === 'string' && content.length < 10_000)
  .map(([name, content]) => ({ name: `pubkey < ${name}`, args: ['pubkey'], stdin: String(content) }))

export const usageGroups: readonly Group[] = [
  { title: 'help and version', setUp: 'true', expected: 'taken', cases: helped },
  {
    title: 'subcommands that do not exist, help of each, and arguments too many',
    setUp: 'true',
    cases: unusual,
  },
  { title: 'pubkey, of good and bad input', setUp: 'true', cases: pubkeys },
]

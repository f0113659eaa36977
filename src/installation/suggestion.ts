import { installedFor, suggestedGroup } from './permission.js'
import { defaultDirectory } from './place.js'
import { setupCommand } from './setup-command.js'

/** The line that installs to a directory or brings what is there up to date: it says for whom where nothing does so yet. */
export function suggestedSetup(libexec: string = defaultDirectory, ...more: readonly string[]): string {
  const prefix = libexec === defaultDirectory ? [] : ['--prefix', libexec]
  const whom = installedFor(libexec) ? [] : ['--group', suggestedGroup()]
  return setupCommand(...prefix, ...more, ...whom)
}

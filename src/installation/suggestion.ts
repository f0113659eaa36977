import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suggestedGroup } from './permission.js'
import { defaultDirectory } from './place.js'
import { setupCommand } from './setup-command.js'

/** The line that installs to a directory or brings what is there up to date: it says for whom where nothing does so yet. */
export function suggestedSetup(libexec: string = defaultDirectory, ...more: readonly string[]): string {
  const prefix = libexec === defaultDirectory ? [] : ['--prefix', libexec]
  const whom = existsSync(join(libexec, 'sinfonia-helper')) ? [] : ['--group', suggestedGroup()]
  return setupCommand(...prefix, ...more, ...whom)
}

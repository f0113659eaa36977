/**
 * Compares one suite, in a network namespace of its own: driver.js SUITE DIRECTORY. Leaves `compared.json` in the directory, or `failure`:
 * its standard error becomes a case's.
 */
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Compared, Group } from './case.js'
import { Comparison, name } from './comparison.js'
import { oursIn } from './ours.js'
import { Shell } from './shell.js'
import { type Suite, suites } from './suites.js'
import { files } from './texts.js'

const [suite, directory] = process.argv.slice(2) as [Suite, string]
try {
  writeFileSync(join(directory, 'compared.json'), JSON.stringify(await compareAll(suites[suite])))
} catch (error) {
  writeFileSync(join(directory, 'failure'), inspect(error))
}

async function compareAll(groups: readonly Group[]): Promise<Compared[][]> {
  const place = join(directory, 'files')
  mkdirSync(place)
  callable(join(directory, 'theirs'), '/usr/bin/wg')
  callable(join(directory, 'ours'), join(import.meta.dirname, '../../../../bin/wg.js'))
  process.chdir(place)
  for (const [file, content] of Object.entries(files)) writeFileSync(file, content)
  const shell = new Shell()
  const comparison = new Comparison(shell, directory, oursIn(directory))
  try {
    const compared: Compared[][] = []
    for (const group of groups) compared.push(await comparison.run(group))
    return compared
  } finally {
    shell.close()
  }
}

/** Makes a directory in which the program is called wg, and by our command's name, beside a wg-quick: that calls the wg which lies beside it. */
function callable(folder: string, program: string): void {
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  for (const called of ['wg', name]) symlinkSync(program, join(folder, called))
  copyFileSync('/usr/bin/wg-quick', join(folder, 'wg-quick'))
}

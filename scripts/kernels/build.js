// Builds a User-Mode Linux kernel from Debian's package of its source, for about five minutes of one processor.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { besides } from './besides.js'

const fragment = join(import.meta.dirname, 'fragment.config')

/** Of Debian, by what shows that they are there. */
const packages = { flex: 'flex', bison: 'bison', bc: 'bc', make: 'make', gcc: 'gcc', xz: 'xz-utils' }

/** @throws {Error} with the packages that are missing */
export function build(release, place) {
  if (process.arch !== 'x64') throw new Error('User-Mode Linux is built on x64 only')
  const source = `/usr/src/linux-source-${release}.tar.xz`
  const missing = Object.keys(packages)
    .filter((program) => spawnSync(program, ['--version']).status !== 0)
    .map((program) => packages[program])
  if (!existsSync(source)) missing.push(`linux-source-${release}`)
  if (missing.length > 0) throw new Error(`to build ${release}: apt-get install ${missing.join(' ')}`)

  besides(place, (directory) => {
    const run = (command, ...args) => {
      const { status } = spawnSync(command, args, { cwd: directory, stdio: ['ignore', 2, 2] })
      if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
    }
    run('tar', '-xf', source, '--strip-components=1')
    run('make', '-s', 'ARCH=um', `KCONFIG_ALLCONFIG=${fragment}`, 'allnoconfig')
    check(readFileSync(join(directory, '.config'), 'utf8'))
    run('make', '-s', 'ARCH=um', `-j${availableParallelism()}`, 'linux')
    run('strip', 'linux')
    renameSync(join(directory, 'linux'), place)
  })
}

/** What a kernel does not know, or what lacks something else, is left out in silence. */
function check(config) {
  const has = new Set(config.split('\n'))
  const demanded = readFileSync(fragment, 'utf8').split('\n')
  const lost = demanded.filter((line) => line.startsWith('CONFIG_') && !has.has(line))
  if (lost.length > 0) throw new Error(`this kernel cannot have ${lost.join(', ')}`)
}

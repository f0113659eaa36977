// User-Mode Linux before 6.13 cannot boot on a processor with AMX but with wide-registers.c beside it.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { besides } from './besides.js'
import { cache } from './find.js'

const source = join(import.meta.dirname, 'wide-registers.c')

/** What is to be preloaded into it, where anything is: built at first. */
export function wideRegisters() {
  if (!/\bamx_tile\b/.test(readFileSync('/proc/cpuinfo', 'latin1'))) return undefined
  const place = join(cache, 'wide-registers.so')
  if (existsSync(place)) return place
  besides(place, (directory) => {
    const built = join(directory, 'built.so')
    const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', built, source], {
      encoding: 'utf8',
    })
    if (status === 0) return renameSync(built, place)
    const why = stderr?.trim() || 'apt-get install gcc libc6-dev'
    throw new Error(`to boot User-Mode Linux on a processor with AMX a C compiler is needed: ${why}`)
  })
  return place
}

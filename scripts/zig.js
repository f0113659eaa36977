// Finds zig, or installs the one release that scripts/zig-requirements.txt pins into the user's cache. Needs python3 with venv.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const requirements = join(import.meta.dirname, 'zig-requirements.txt')
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sinfonia-tier3-build')

/** The environment that cmake/zig.cmake reads. */
export function zigEnvironment(target) {
  const objects = join(cache, 'zig-cache')
  return { ZIG: zig(), ZIG_TARGET: target, ZIG_GLOBAL_CACHE_DIR: objects, ZIG_LOCAL_CACHE_DIR: objects }
}

/** The path of zig. */
export function zig() {
  if (process.env.ZIG) return process.env.ZIG
  const pin = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const venv = join(cache, `zig-${pin}`)
  if (!existsSync(venv)) install(venv)
  const python = join(venv, 'bin/python')
  const where = 'import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), "zig"))'
  return execFileSync(python, ['-c', where]).toString().trim()
}

/** Under another name until it is complete: an interrupted installation is not taken for one. */
function install(venv) {
  const partial = `${venv}.${process.pid}`
  mkdirSync(cache, { recursive: true })
  try {
    const run = (...command) => execFileSync(command[0], command.slice(1), { stdio: ['ignore', 2, 2] })
    run('python3', '-m', 'venv', partial)
    run(
      join(partial, 'bin/python'),
      '-m',
      'pip',
      'install',
      '--require-hashes',
      '--requirement',
      requirements,
    )
    renameSync(partial, venv)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

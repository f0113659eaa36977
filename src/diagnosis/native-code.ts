import { accessSync, constants } from 'node:fs'
import { relative } from 'node:path'
import { addon, packageRoot } from '../addon/load.js'
import { type Program, programPath } from '../addon/programs.js'
import { isOperationError } from '../errors/operation-error.js'
import { type Check, checkOf } from './check.js'

const programs: readonly Program[] = ['sinfonia-launcher', 'sinfonia-engine', 'sinfonia-helper']

/** Addon and programs: there for this system, loadable, executable. */
export function checkNativeCode(): Check {
  const name = 'native code'
  try {
    addon()
    const paths = programs.map((program) => programPath(program))
    const closed = paths.find((path) => !isExecutable(path))
    if (closed !== undefined) {
      const remedy = `Run "chmod 755 ${closed}", or install the package on a file system that is not mounted noexec.`
      return { name, state: 'failure', sentence: `${closed} cannot be executed`, remedy }
    }
    const places = new Set(paths.map((path) => relative(packageRoot, path).replace(/\/[^/]*$/, '')))
    return { name, state: 'ok', sentence: `the addon loads; programs in ${[...places].join(' and ')}` }
  } catch (error) {
    if (!isOperationError(error)) throw error
    return checkOf(name, 'failure', error)
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

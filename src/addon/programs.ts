/** Finds the native programs, which lie beside the addon. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../errors/operation-error.js'
import { howToGetNativeCode, packageRoot } from './load.js'

/**
 * `sinfonia-launcher`: namespaces, applications, supervision. `sinfonia-engine`: userspace WireGuard. `sinfonia-helper`: creates
 * a WireGuard link of the kernel, once `setup` has installed it.
 */
export type Program = 'sinfonia-launcher' | 'sinfonia-engine' | 'sinfonia-helper'

/**
 * The path of an executable: the development build where there is one, else the prebuilt file.
 *
 * @throws OperationError ERR_ADDON when there is none for this system
 */
export function programPath(program: Program): string {
  const directories = ['build/Release', `prebuilds/${process.platform}-${process.arch}`]
  for (const directory of directories) {
    const path = join(packageRoot, directory, program)
    if (existsSync(path)) return path
  }
  throw new OperationError(`the program ${program} is missing for this system`, {
    code: 'ERR_ADDON',
    operation: 'program.find',
    subject: program,
    detail: `looked in ${directories.join(' and ')} of ${packageRoot}`,
    remedy: howToGetNativeCode(),
  })
}

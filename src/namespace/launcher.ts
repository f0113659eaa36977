import { programPath } from '../addon/programs.js'
import { restrictsNamespaces } from '../installation/app-armor-state.js'
import { installedProgram } from '../installation/installed-program.js'

/** The program that holds namespaces, and whose they are where they are not the caller's: that needs root. */
export interface Launcher {
  /** Of `sinfonia-launcher`. */
  readonly path: string
  /** Whose the namespaces are. */
  readonly uid?: number
  /** Of the same. */
  readonly gid?: number
}

/**
 * The launcher of this package; where AppArmor restricts namespaces, the one that `setup` has installed with a profile that
 * allows them.
 */
export function usualLauncher(libexec?: string): Launcher {
  if (restrictsNamespaces()) {
    const installed = installedProgram('sinfonia-launcher', libexec)
    if (installed.state === 'usable') return { path: installed.path }
  }
  return { path: programPath('sinfonia-launcher') }
}

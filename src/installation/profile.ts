// The AppArmor profile of the installed launcher.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { profileOf } from './place.js'

/** Rules for classes that AppArmor mediates from version 4 on; older parsers do not know the words. */
const since4 = ['userns', 'io_uring', 'mqueue']
const always = ['network', 'mount', 'umount', 'remount', 'signal', 'ptrace', 'unix', 'dbus']

/**
 * Lets the launcher of this one path make namespaces, and puts every program that it starts into a profile without any
 * capability. That one is stacked on the launcher's: with no_new_privs, which the launcher sets, a program may only lose rights.
 * A program with a profile of its own keeps that besides.
 *
 * @param directory - without symbolic links, as AppArmor sees paths
 */
export function profileText(directory: string, abi = newestAbi()): string {
  const { name } = profileOf(directory)
  const launcher = join(directory, 'sinfonia-launcher')
  const rules = [...always, ...(abi === '3.0' ? [] : since4)].map((rule) => `${rule},`)
  const lines = (indent: string, ...own: readonly string[]) =>
    [...own, ...rules, '/{,**} mrwlk,'].map((line) => `${indent}${line}\n`).join('')
  return `# Written by "sinfonia-tier3 setup", and taken away by "sinfonia-tier3 setup --uninstall".
# Only root can write to the program that it names, and what that program starts has no capability.
abi <abi/${abi}>,

profile ${name} ${launcher} flags=(attach_disconnected) {
${lines('  ', 'capability,', 'pivot_root,')}  /** pix -> &${name}//&${name}//application,

  profile application flags=(attach_disconnected) {
${lines('    ')}    /** pix,
  }
}
`
}

/** The version of the rules' meaning that the installed parser knows. */
function newestAbi(): '4.0' | '3.0' {
  return existsSync('/etc/apparmor.d/abi/4.0') ? '4.0' : '3.0'
}

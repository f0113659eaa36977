// Why a system refuses user namespaces. The kernel's errno surfaces far from the cause, so the settings are looked at.
import { getSystemErrorName } from 'node:util'
import {
  confinement,
  type ReadSetting,
  readSetting,
  restrictsNamespaces,
} from '../installation/app-armor-state.js'
import { installedProgram } from '../installation/installed-program.js'
import { suggestedSetup } from '../installation/suggestion.js'
import { hasCapability } from './capabilities.js'

export interface NamespaceCause {
  /** Goes behind a colon. */
  readonly sentence: string
  readonly remedy: string | undefined
}

export interface RefusedStep {
  readonly step: string
  /** Positive. */
  readonly errno: number
  /** Where `setup` installs to, if not in its default directory. */
  readonly libexec?: string | undefined
}

/**
 * The most likely cause, by the settings that are known to have this effect. Sources: user_namespaces(7), namespaces(7),
 * Documentation/admin-guide/sysctl/user.rst of Linux, Ubuntu's AppArmor restriction (23.10 and later), Debian's sysctl.
 */
export function namespaceCause(refused: RefusedStep, read: ReadSetting = readSetting): NamespaceCause {
  const is = (path: string, value: string) => read(`/proc/sys/${path}`) === value
  if (read('/proc/self/uid_map') === undefined) {
    return cause('this kernel has none (CONFIG_USER_NS)', 'Use a kernel with user namespaces.')
  }
  for (const kind of ['user', 'net', 'mnt']) {
    if (is(`user/max_${kind}_namespaces`, '0')) return sysctl(`user.max_${kind}_namespaces`, '0', '10000')
  }
  // Debian's switch does not concern administrators.
  if (
    !hasCapability('CAP_SYS_ADMIN', read('/proc/self/status')) &&
    is('kernel/unprivileged_userns_clone', '0')
  ) {
    return sysctl('kernel.unprivileged_userns_clone', '0', '1')
  }
  if (restrictsNamespaces(read)) {
    return cause(
      'AppArmor restricts them (kernel.apparmor_restrict_unprivileged_userns is 1)',
      allowedLauncher(refused.libexec),
    )
  }
  return causeByErrno(refused, read)
}

/** How to get at a launcher that AppArmor lets make them. */
function allowedLauncher(libexec: string | undefined): string {
  const installed = installedProgram('sinfonia-launcher', libexec)
  if (installed.state !== 'usable' && installed.state !== 'missing') {
    return `There is a launcher that it lets make them, but ${installed.problem}. ${installed.remedy}`
  }
  return `Install the launcher with an AppArmor profile of its own: ${suggestedSetup(libexec)}`
}

function causeByErrno(refused: RefusedStep, read: ReadSetting): NamespaceCause {
  const errno = getSystemErrorName(-refused.errno)
  if (errno === 'ENOSPC' || errno === 'EUSERS') {
    return cause(
      'too many are in use, or nested too deeply',
      'Raise user.max_user_namespaces, user.max_net_namespaces and user.max_mnt_namespaces, or leave some of the namespaces that this runs in.',
    )
  }
  if (errno === 'EINVAL' && refused.step === 'unshare') {
    return cause(
      'the launcher runs in a process with several threads, as under qemu-user',
      'Run it on a machine, real or virtual, of its own architecture.',
    )
  }
  if (/^Seccomp:\s*2$/m.test(read('/proc/self/status') ?? '')) {
    return cause(
      'a seccomp filter forbids them, as in most containers',
      'Start the container with a seccomp profile that allows unshare(2) and mount(2), for docker or podman "--security-opt seccomp=unconfined" at the simplest.',
    )
  }
  const profile = confinement(read)
  if (profile !== undefined && (errno === 'EPERM' || errno === 'EACCES')) {
    return cause(
      `the AppArmor profile ${profile} confines this process`,
      'Run it outside of that profile; for docker or podman that is "--security-opt apparmor=unconfined".',
    )
  }
  if (refused.step === 'uid_map' && process.getuid?.() === 0) {
    return cause(
      'this root may not be mapped into one',
      'Root needs CAP_SETFCAP for that (user_namespaces(7)); an ordinary user does not.',
    )
  }
  return cause(`${errno} at ${refused.step}`, 'A chroot, a security module or a container may forbid them.')
}

function sysctl(name: string, found: string, wanted: string): NamespaceCause {
  return cause(`${name} is ${found}`, `Run "sysctl ${name}=${wanted}" as root.`)
}

function cause(sentence: string, remedy: string): NamespaceCause {
  return { sentence, remedy }
}

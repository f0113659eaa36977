import { closeSync, fstatSync, openSync, realpathSync } from 'node:fs'
import { netAdminPermitted } from '../installation/capability.js'
import { groups } from '../installation/group.js'
import { installedProgram } from '../installation/installed-program.js'
import { mountOf } from '../installation/mount.js'
import { suggestedSetup } from '../installation/suggestion.js'
import { readCapability } from '../installation/wanted-file.js'
import { hasCapability } from '../namespace/capabilities.js'
import type { Namespace } from '../namespace/namespace.js'
import type { Check } from './check.js'
import { type LinkTrial, tryHelper, tryOwnCapability } from './link-trial.js'
import { processRights } from './process-rights.js'

const name = 'helper'

/** Whether a link can be created for the namespace: by the helper, or without it where this process has the capability. */
export async function checkHelper(
  namespace: Namespace | undefined,
  libexec: string | undefined,
): Promise<Check> {
  if (hasCapability('CAP_NET_ADMIN') && namespace) {
    const trial = await tryOwnCapability(namespace)
    const sentence = 'not needed: this process has cap_net_admin itself'
    return trial.result === 'created' ? { name, state: 'ok', sentence } : refused(trial, libexec)
  }
  const installed = installedProgram('sinfonia-helper', libexec)
  if (installed.state !== 'usable') {
    return { name, state: 'warning', sentence: installed.problem, remedy: installed.remedy }
  }
  const { path } = installed
  const obstacle = obstacleTo(path)
  if (obstacle) return refused({ result: 'refused', reason: obstacle, message: sentences[obstacle] }, libexec)
  if (!namespace)
    return { name, state: 'ok', sentence: `${describe(path)}; not tried, for want of a namespace` }
  const trial = await tryHelper(path, namespace)
  if (trial.result === 'refused') return refused(trial, libexec)
  return { name, state: 'ok', sentence: `${describe(path)}; it has created a link` }
}

type Obstacle = keyof typeof sentences

const sentences = {
  'nosuid-mount': 'it lies on a file system that is mounted nosuid, and gains no capability there',
  'not-granted': 'its file has another capability than cap_net_admin=p, or none',
  'bounding-set': 'the capability bounding set lacks cap_net_admin, as in most containers',
  'no-new-privileges': 'no_new_privs is set, as by a sandbox or service: programs gain no capability here',
} as const

/** What can be seen before it is started. */
function obstacleTo(path: string): Obstacle | undefined {
  if (mountOf(realpathSync(path))?.options.includes('nosuid')) return 'nosuid-mount'
  const descriptor = openSync(path, 'r')
  try {
    if (readCapability(descriptor)?.equals(netAdminPermitted) !== true) return 'not-granted'
  } finally {
    closeSync(descriptor)
  }
  const rights = processRights()
  if (!rights.isNetAdminInBoundingSet) return 'bounding-set'
  return rights.hasNoNewPrivileges ? 'no-new-privileges' : undefined
}

function refused(trial: LinkTrial & { result: 'refused' }, libexec: string | undefined): Check {
  return { name, state: 'warning', sentence: trial.message, remedy: remedyFor(trial.reason, libexec) }
}

/** The words of the helper: docs/privileges.md. */
function remedyFor(reason: string, libexec: string | undefined): string | undefined {
  switch (reason) {
    case 'nosuid-mount':
      return 'Install it elsewhere with --prefix, and set SINFONIA_TIER3_LIBEXEC to that directory.'
    case 'not-granted':
      return `A copy or a write takes the capability away; install it again: ${suggestedSetup(libexec)}`
    case 'bounding-set':
      return 'Give a container the capability: --cap-add NET_ADMIN.'
    case 'no-new-privileges':
      return 'Start it from a session without (a systemd service: NoNewPrivileges=no).'
    case 'no-wireguard':
      return undefined
    default:
      return 'docs/privileges.md in the package explains each refusal of the helper.'
  }
}

/** `/…/sinfonia-helper (root:vpn 0750 cap_net_admin=p)`. */
function describe(path: string): string {
  const descriptor = openSync(path, 'r')
  try {
    const { gid, mode } = fstatSync(descriptor)
    const group = groups().find((each) => each.gid === gid)?.name ?? String(gid)
    return `${path} (root:${group} 0${(mode & 0o7777).toString(8)} cap_net_admin=p)`
  } finally {
    closeSync(descriptor)
  }
}

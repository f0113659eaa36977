import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { isOperationError } from '../errors/operation-error.js'
import type { Namespace } from '../namespace/namespace.js'
import { type Check, checkOf } from './check.js'

const name = 'resolver'

/** Sockets by which glibc asks the host's resolvers; inside they are put out of reach. */
const sockets = [
  ['systemd-resolved', '/run/systemd/resolve/io.systemd.Resolve'],
  ['nscd', '/run/nscd/socket'],
  ['Avahi', '/run/avahi-daemon/socket'],
] as const

/** Whether the application can be given a resolv.conf of its own, and what the host has in its place. */
export async function checkResolver(namespace: Namespace | undefined): Promise<Check> {
  const host = hostResolver()
  if (!namespace) return { name, state: 'ok', sentence: `${host}; not tried, for want of a namespace` }
  try {
    await namespace.setResolver({ servers: ['192.0.2.1'] })
    return { name, state: 'ok', sentence: `${host}; inside it is another one` }
  } catch (error) {
    if (!isOperationError(error)) throw error
    return checkOf(name, 'failure', error)
  }
}

function hostResolver(): string {
  const running = sockets.filter(([, path]) => existsSync(path)).map(([service]) => service)
  const services = running.length > 0 ? `, ${running.join(', ')}` : ''
  return `${resolvConf()}${services} on the host`
}

function resolvConf(): string {
  const path = '/etc/resolv.conf'
  try {
    const target = realpathSync(path)
    const servers = readFileSync(path, 'utf8').match(/^nameserver\s/gm)?.length ?? 0
    return `${path}${target === path ? '' : ` (a link to ${target})`} with ${servers} name server${servers === 1 ? '' : 's'}`
  } catch {
    return `no ${path}`
  }
}

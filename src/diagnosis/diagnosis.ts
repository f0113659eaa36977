/** Everything that a launch needs, tried one after another. */
import type { Environment } from '../sinfonia/proxy.js'
import type { Check } from './check.js'
import { checkHelper } from './helper.js'
import { checkKernelWireGuard } from './kernel-wireguard.js'
import { tryNamespace } from './namespaces.js'
import { checkNativeCode } from './native-code.js'
import { checkNode } from './node.js'
import { checkResolver } from './resolver.js'
import { checkTier1 } from './tier1.js'

export interface Diagnosis {
  readonly checks: readonly Check[]
  /** How a launch would make its tunnel; undefined: it would not work. */
  readonly way: 'kernel' | 'userspace' | undefined
}

export interface DiagnosisOptions {
  /** A Tier1 to reach. */
  readonly tier1?: string | undefined
  /** Where `setup` has installed to, if not in its default directory. */
  readonly libexec?: string | undefined
  /** The way to insist on. */
  readonly wanted?: Diagnosis['way']
  /** Where proxies are read from. */
  readonly env: Environment
}

export async function diagnose({ tier1, libexec, wanted, env }: DiagnosisOptions): Promise<Diagnosis> {
  const reach = tier1 === undefined ? undefined : checkTier1(tier1, env)
  const checks = [checkNode(), checkNativeCode()]
  if (checks.every(({ state }) => state !== 'failure')) checks.push(...(await systemChecks(libexec)))
  if (reach) checks.push(await reach)
  return { checks, way: wayOf(checks, wanted) }
}

async function systemChecks(libexec: string | undefined): Promise<Check[]> {
  const { namespace, checks } = await tryNamespace(libexec)
  try {
    const resolver = await checkResolver(namespace)
    const wireGuard = await checkKernelWireGuard(namespace)
    const helper = await checkHelper(namespace, libexec)
    return [...checks, resolver, wireGuard, helper]
  } finally {
    await namespace?.close()
  }
}

/** The kernel's WireGuard where it and the helper work, else user space where there is a TUN device. */
export function wayOf(checks: readonly Check[], wanted?: Diagnosis['way']): Diagnosis['way'] {
  if (checks.some(({ state }) => state === 'failure')) return undefined
  const isOk = (name: string) => checks.some((check) => check.name === name && check.state === 'ok')
  const works = {
    kernel: isOk('kernel WireGuard') && isOk('helper'),
    userspace: isOk('/dev/net/tun'),
  }
  return (['kernel', 'userspace'] as const).find((way) => works[way] && (wanted ?? way) === way)
}

/** The names of one deployment, as the DNS of a Kubernetes cluster has them. */
import { Zone } from './zone.js'

export interface DeploymentNames {
  /** The deployment's own name. */
  readonly name: string
  /** What its services are called: one label each. */
  readonly services: readonly string[]
  readonly serviceAddresses: readonly string[]
  readonly dnsAddresses: readonly string[]
}

/** `<service>.<deployment>.svc.cluster.local` for each service, and the server's own name. */
export function deploymentZone(names: DeploymentNames): Zone {
  const zone = new Zone()
  for (const service of names.services) {
    zone.add(`${service}.${searchDomains(names.name)[0]}`, names.serviceAddresses)
  }
  zone.add('ns.dns.cluster.local', names.dnsAddresses)
  return zone
}

/** In which domains a client looks up a short name, the first one first. */
export function searchDomains(deployment: string): readonly [string, ...string[]] {
  return [`${deployment}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local']
}

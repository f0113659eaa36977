/** Makes deployments run on this machine: network, DNS server and backend of each. */
import { addon } from '../addon/load.js'
import type { Backend, BackendPlace } from './backends/backend.js'
import { type CommandSurroundings, startCommand } from './backends/command.js'
import { startHelloworld } from './backends/helloworld.js'
import type { Deployer, DeploymentPlan } from './deployment.js'
import { DeploymentNetwork, type DeploymentWay } from './deployment-network.js'
import { deploymentZone } from './dns/deployment-zone.js'
import { DnsServer } from './dns/server.js'
import type { Log } from './log.js'

/** The port of DNS. */
const dnsPort = 53

export function localDeployer(surroundings: CommandSurroundings & DeploymentWay, log: Log): Deployer {
  return async (plan, signal) => {
    const { way, libexec } = surroundings
    const network = await DeploymentNetwork.open(plan, { way, libexec, log, signal })
    const dns = new DnsServer(zoneOf(plan, network))
    const parts: { close(): Promise<void> }[] = [network, dns]
    const close = () => closeAll(parts.splice(0).reverse())
    try {
      await listen(dns, network)
      const backend = await startBackend({ plan, network, log, signal }, surroundings)
      parts.push(backend)
      return {
        publicKey: network.publicKey,
        port: network.port,
        lastHandshake: () => network.lastHandshake(),
        ended: Promise.race([backend.ended, network.ended]),
        close,
      }
    } catch (error) {
      await close().catch((failure: unknown) => log('info', `${plan.name}: ${String(failure)}`))
      throw error
    }
  }
}

/** Every part in turn, whatever becomes of those before it; rejects with the first failure. */
async function closeAll(parts: readonly { close(): Promise<void> }[]): Promise<void> {
  const failures: unknown[] = []
  for (const part of parts) await part.close().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

function zoneOf({ name, recipe }: DeploymentPlan, { clusterAddresses }: DeploymentNetwork) {
  return deploymentZone({
    name,
    services: recipe.names,
    serviceAddresses: clusterAddresses.map(({ service }) => service),
    dnsAddresses: clusterAddresses.map(({ dns }) => dns),
  })
}

async function listen(server: DnsServer, network: DeploymentNetwork): Promise<void> {
  for (const { version, dns } of network.clusterAddresses) {
    const udp = await network.openDatagram(dns, dnsPort)
    const tcp = await network.openListener(dns, dnsPort).catch((error: unknown) => {
      addon().closeDescriptor(udp)
      throw error
    })
    await server.listen({ version, udp, tcp })
  }
}

async function startBackend(place: BackendPlace, surroundings: CommandSurroundings): Promise<Backend> {
  const { backend } = place.plan.recipe
  switch (backend.kind) {
    case 'helloworld':
      return await startHelloworld(place)
    case 'command':
      return await startCommand(backend, place, surroundings)
    case 'chart':
      throw new Error('a chart is refused before it comes here')
  }
}

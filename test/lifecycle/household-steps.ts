// Moments in the life of what has processes of its own: namespaces, applications, tunnels, cloudlets and launches.
import { Cloudlet } from '#dist/cloudlet/cloudlet.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { type LaunchOptions, type LaunchStep, launch } from '#dist/sinfonia/launch.js'
import { Tunnel } from '#dist/tunnel/tunnel.js'
import type { Need } from '../needs.js'
import { forgotten, leave } from './steps.js'

const way = 'userspace'

export const household: readonly Need[] = ['addon', 'launcher', 'userns', 'tun', 'engine']

function openTunnel(): Promise<Tunnel> {
  return Tunnel.open({ privateKey: PrivateKey.generate(), addresses: [], peers: [] }, { way })
}

async function launchThere(onStep?: LaunchOptions['onStep']): Promise<unknown> {
  const cloudlet = await Cloudlet.start({ way })
  forgotten.push(cloudlet)
  return await launch(cloudlet.url, 'helloworld', 'sleep', ['1000'], { way, onStep })
}

/** Leaves a launch that has come to a step. */
function leaveLaunchAt(last: LaunchStep): Promise<void> {
  return new Promise((resolve) => {
    leave(
      launchThere((step) => {
        if (step === last) resolve()
      }),
    )
  })
}

/** Each leaves something behind, under way or open: processes, all of which must end with it. */
export const householdSteps = {
  'making a namespace': async () => leave(Namespace.create()),
  'entering a namespace': async () => leave(Namespace.open(await Namespace.create())),
  'starting an application': async () => {
    const namespace = await Namespace.create()
    leave(namespace.run('sleep', ['1000']))
    leave(namespace.run('sleep', ['1000'], { stdio: 'pipe' }))
  },
  'an application that is read from': async () => {
    const application = await (await Namespace.create()).run('yes', [], { stdio: 'pipe' })
    application.stdout.resume()
    forgotten.push(application)
  },
  'closing a namespace': async () => {
    const namespace = await Namespace.create()
    await namespace.run('sleep', ['1000'])
    leave(namespace.close())
  },
  'making a tunnel': async () => leave(openTunnel()),
  'a tunnel': async () => {
    forgotten.push(await openTunnel())
  },
  'closing a tunnel': async () => leave((await openTunnel()).close()),
  'starting a cloudlet': async () => leave(Cloudlet.start({ way })),
  'a launch that has its key': () => leaveLaunchAt('key'),
  'a launch that has its answer': () => leaveLaunchAt('tier1'),
  'a launch that has its tunnel': () => leaveLaunchAt('tunnel'),
  launched: async () => {
    forgotten.push(await launchThere())
  },
} satisfies Record<string, () => Promise<void>>

export const householdStepNames = Object.keys(householdSteps)

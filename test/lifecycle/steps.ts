// Moments in the life of the addon at which a thread or the process may end.
import { addon } from '#dist/addon/load.js'
import { Network } from '#dist/network/network.js'

/** What nobody waits for: its end may come first. */
export const forgotten: unknown[] = []

export function leave(promise: Promise<unknown>): void {
  promise.catch(() => {})
  forgotten.push(promise)
}

/** Each leaves something behind, under way or open. */
export const steps = {
  'nothing loaded': async () => {},
  'addon loaded': async () => {
    forgotten.push(addon())
  },
  opening: async () => leave(Network.open()),
  'opening many': async () => {
    for (let i = 0; i < 50; i++) leave(Network.open())
  },
  opened: async () => {
    forgotten.push(await Network.open())
  },
  'one request': async () => leave((await Network.open()).links.list()),
  'a queue of requests': async () => {
    const network = await Network.open()
    for (let i = 0; i < 2000; i++) leave(network.links.list())
  },
  'a queue of requests, half answered': async () => {
    const network = await Network.open()
    const requests = Array.from({ length: 1000 }, () => network.links.list())
    for (const request of requests) leave(request)
    await requests[499]
  },
  'a queue of generic requests': async () => {
    const network = await Network.open()
    for (let i = 0; i < 500; i++) leave(network.wireguard.get('lo'))
    for (let i = 0; i < 500; i++) leave(network.wireguard.update('lo', { fwmark: i }))
  },
  'refused requests': async () => {
    const network = await Network.open()
    for (let i = 0; i < 500; i++) leave(network.links.get('no-such-link'))
  },
  'closing with a queue': async () => {
    const network = await Network.open()
    for (let i = 0; i < 500; i++) leave(network.links.list())
    leave(network.close())
  },
  closed: async () => {
    const network = await Network.open()
    await network.links.list()
    await network.close()
  },
  'opening a watch': async () => leave((await Network.open()).watch(['link']).next()),
  'a watch that nobody asks': async () => {
    const watch = (await Network.open()).watch(['link', 'rule'])
    await watch.ready
    forgotten.push(watch)
  },
  watching: async () => {
    for (let i = 0; i < 10; i++) {
      const watch = (await Network.open()).watch(['link', 'address', 'route'])
      await watch.ready
      leave(watch.next())
    }
  },
  'watches just ended': async () => {
    const network = await Network.open()
    for (let i = 0; i < 10; i++) {
      const watch = network.watch(['link'])
      if (i % 2 === 0) await watch.ready
      leave(watch.next())
      watch.close()
    }
    leave(network.close())
  },
  'a socket pair': async () => {
    forgotten.push(addon().socketPair())
  },
  'waiting to receive': async () => {
    const [end] = addon().socketPair()
    for (let i = 0; i < 10; i++) leave(addon().receiveMessage(end, 4096, 4))
  },
  'waiting to send': async () => {
    const [end] = addon().socketPair()
    for (let i = 0; i < 10; i++) leave(addon().sendMessage(end, new Uint8Array(4 << 20), [1]))
  },
  'just received': async () => {
    const [near, far] = addon().socketPair()
    const received = addon().receiveMessage(far, 4096, 4)
    leave(received)
    leave(addon().receiveMessage(far, 4096, 4))
    await addon().sendMessage(near, new Uint8Array(10), [1, 2])
  },
  'all at once': async () => {
    for (const [name, step] of Object.entries(steps)) if (name !== 'all at once') await step()
  },
} satisfies Record<string, () => Promise<void>>

export const stepNames = Object.keys(steps)

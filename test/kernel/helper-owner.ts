/** Run by helper-grants.test.ts as an ordinary user: a namespace of our launcher, a link by the helper, configured and up. */
import { once } from 'node:events'
import { PrivateKey } from '#dist/keys/private-key.js'
import { createLinkByHelper } from '#dist/namespace/helper.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'

const [helper = ''] = process.argv.slice(2)
const namespace = await Namespace.create()
const network = await Network.open({
  socket: namespace.takeRouteSocket(),
  genericSocket: namespace.takeGenericSocket(),
})
await createLinkByHelper({ helper, namespace: namespace.networkNamespace, name: 'wg0' })
await network.wireguard.replace('wg0', { privateKey: PrivateKey.generate(), peers: [] })
const { kind } = await network.links.set('wg0', { up: true }).then(() => network.links.get('wg0'))
const { listenPort } = await network.wireguard.get('wg0')
process.stdout.write(`${JSON.stringify({ kind, listenPort })}\n`)
await once(process.stdin, 'data')
await network.close()
await namespace.close()

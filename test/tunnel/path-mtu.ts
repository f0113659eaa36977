/** Run by mtu.test.ts as root of a network whose routes are its own: what MTU a tunnel gets by them. */
import assert from 'node:assert/strict'
import { parsePrefix } from '#dist/address/prefix.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Network } from '#dist/network/network.js'
import { Tunnel } from '#dist/tunnel/tunnel.js'

await using host = await Network.open()
await host.links.set('lo', { up: true })
await host.routes.add({ to: '198.51.100.0/24', link: 'lo' })

async function mtuOver(
  pathMtu: number,
  inside: readonly string[],
  mtu?: number,
): Promise<number | undefined> {
  await host.routes.replace({ to: '198.51.100.0/24', link: 'lo', mtu: pathMtu })
  const allowedIps = inside.map((text) => parsePrefix(text))
  await using tunnel = await Tunnel.open(
    {
      privateKey: PrivateKey.generate(),
      addresses: [parsePrefix('10.5.0.2/32')],
      peers: [
        {
          publicKey: PrivateKey.generate().publicKey(),
          endpoint: { host: '198.51.100.7', port: 51820, kind: 'v4' },
          allowedIps,
        },
      ],
      mtu,
    },
    { way: 'userspace' },
  )
  return (await tunnel.network.links.get('wg0')).mtu
}

const [four, six] = [['0.0.0.0/0'], ['0.0.0.0/0', '::/0']]
assert.equal(await mtuOver(9000, four), 1420, 'no more than Ethernet carries')
assert.equal(await mtuOver(1500, four), 1420)
assert.equal(await mtuOver(1440, four), 1360)
assert.equal(await mtuOver(1280, four), 1200, 'as wg-quick has it')
assert.equal(await mtuOver(1280, six), 1280, 'IPv6 takes 1280')
assert.equal(await mtuOver(1280, six, 1400), 1400, 'what is told counts')
assert.equal(await mtuOver(1500, four, 576), 576)
await assert.rejects(mtuOver(1500, six, 1279), {
  code: 'ERR_INVALID_ARGUMENT',
  message: 'mtu: 1279 is not a whole number from 1280 to 65455, since the tunnel carries IPv6 (::/0)',
})
await assert.rejects(mtuOver(1500, four, 67), { code: 'ERR_INVALID_ARGUMENT', message: /from 68 to 65455$/ })
process.stdout.write('done\n')

/** Run by wireguard-secrets.test.ts: reads wg0, keeps what it read, and waits. */
import { Network } from '#dist/network/network.js'

const network = await Network.open()
const device = await network.wireguard.get('wg0', { privateKey: process.argv[2] === 'true' })
process.stdout.write('read\n')
process.stdin.resume()
process.stdin.on('end', () => process.exit(device.peers.length > 0 ? 0 : 1))

import { addressFromBytes } from '#dist/address/address.js'
import { parseEndpoint } from '#dist/address/endpoint.js'
import type { Prefix } from '#dist/address/prefix.js'
import type { ConfigurationPeer, QuickConfiguration } from '#dist/configuration/configuration.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'
import { RandomNumbers } from './random-numbers.js'

const hosts = ['192.0.2.1', '[2001:db8::1]', '[fe80::1%eth0]', '[::102:304]', 'name.example', 'x']
const commands = ['ip rule add pref 5', 'echo "a = b, %i"', '', 'ü; x', '[Peer]', 'a  b\tc', 'Address = 5']

/** Configurations of any content that a file can have. */
export class RandomConfigurations {
  readonly #random: RandomNumbers

  constructor(seed: number) {
    this.#random = new RandomNumbers(seed)
  }

  next(): QuickConfiguration {
    const random = this.#random
    const commandList = () => random.some(3, () => random.pick(commands))
    const servers = random.some(2, () => random.pick(['1.1.1.1', '2001:db8::53', 'fe80::1%eth0']))
    const search = random.some(2, () => random.pick(['example.org', 'local', 'a.b']))
    return {
      addresses: random.some(3, () => this.#prefix()),
      preUp: commandList(),
      postUp: commandList(),
      preDown: commandList(),
      postDown: commandList(),
      ...(servers.length + search.length > 0 ? { dns: { servers, search } } : {}),
      ...this.#maybe(() => ({ mtu: 1 + random.number(9000) })),
      ...this.#maybe(() => ({ table: random.pick(['auto', 'off', 'main', 0, 51820, 4294967295]) })),
      ...this.#maybe(() => ({ saveConfig: random.once(2) })),
      ...this.#maybe(() => ({ listenPort: random.number(65536) })),
      ...this.#maybe(() => ({ fwmark: random.pick([0, 1, 0xff, 0xffff_ffff]) })),
      ...this.#maybe(() => ({ privateKey: new PrivateKey(random.bytes(32)) })),
      peers: random.some(4, () => this.#peer()),
    }
  }

  #peer(): ConfigurationPeer {
    const random = this.#random
    const port = 1 + random.number(65535)
    return {
      publicKey: new PublicKey(random.bytes(32)),
      allowedIps: random.some(5, () => this.#prefix()),
      ...this.#maybe(() => ({ presharedKey: new PresharedKey(random.bytes(32)) })),
      ...this.#maybe(() => ({ endpoint: parseEndpoint(`${random.pick(hosts)}:${port}`) })),
      ...this.#maybe(() => ({ persistentKeepalive: random.number(65536) })),
    }
  }

  #prefix(): Prefix {
    const random = this.#random
    const version = random.pick([4, 6] as const)
    const bytes = random.bytes(version === 4 ? 4 : 16).map((byte) => (random.once(2) ? 0 : byte))
    return {
      version,
      address: addressFromBytes(bytes),
      prefixLength: random.number(bytes.length * 8 + 1),
    }
  }

  #maybe<T extends object>(make: () => T): T | object {
    return this.#random.once(2) ? make() : {}
  }
}

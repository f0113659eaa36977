/** Texts of configuration files made up at random: most lines right, some not, spelt in every way. */
import { RandomNumbers } from '../random-numbers.js'
import { keys } from './configuration-samples.js'

const right = {
  ListenPort: ['0', '1', '51820', '65535', '0051820', '+7'],
  FwMark: ['0', 'off', '0x10', '4294967295', '0xabcdef', '010'],
  PrivateKey: keys,
  PublicKey: keys,
  PresharedKey: keys,
  PersistentKeepalive: ['0', 'off', '25', '65535', '007'],
  Endpoint: [
    '192.0.2.1:51820',
    '[2001:db8::1]:1',
    '2001:db8::2:65535',
    'name.test:5',
    '127.1:9',
    '[fe80::1%lo]:7',
  ],
  AllowedIPs: ['10.0.0.0/8', '10.1.2.3/8', '::/0', 'fd00::1', '0.0.0.0/0', '192.0.2.0/024', '2001:DB8::/32'],
} as const
export type Key = keyof typeof right
const wrong = [
  '',
  'x',
  '-1',
  '0x',
  '1.2.3',
  '[::1]',
  '70000000000000000000000',
  ',',
  '1.2.3.4/40',
  'ö',
  '::g',
  '5 #5',
]
const ofSection: Readonly<Record<'Interface' | 'Peer', readonly Key[]>> = {
  Interface: ['ListenPort', 'FwMark', 'PrivateKey'],
  Peer: ['PresharedKey', 'PersistentKeepalive', 'Endpoint', 'AllowedIPs', 'AllowedIPs'],
}

export class ConfigurationTexts {
  protected readonly random: RandomNumbers

  constructor(seed: number) {
    this.random = new RandomNumbers(seed)
  }

  text(): string {
    const { random } = this
    const end = random.once(5) ? '\r\n' : '\n'
    const sections = random.some(4, () => this.#section())
    const lines = sections.flat().map((line) => line + (random.once(8) ? this.#comment() : ''))
    return lines.join(end) + (random.once(6) ? '' : end)
  }

  #section(): string[] {
    const { random } = this
    const kind = random.once(3) ? 'Interface' : 'Peer'
    const header = this.#spelt(random.once(60) ? '[Foo]' : `[${kind}]`)
    const lines = random.some(4, () => this.line(kind))
    if (kind === 'Peer' && !random.once(40)) lines.push(this.#keyValue('PublicKey'))
    return [header, ...lines]
  }

  protected line(kind: 'Interface' | 'Peer'): string {
    const { random } = this
    if (random.once(6)) return random.pick(['', '  ', '\t'])
    if (random.once(100)) return random.pick(['nonsense', '=', 'Foo = 1', '; comment', '['])
    return this.#keyValue(
      random.once(80) ? random.pick(Object.keys(right) as Key[]) : random.pick(ofSection[kind]),
    )
  }

  #keyValue(key: Key): string {
    const { random } = this
    const one = () => (random.once(60) ? random.pick(wrong) : random.pick(right[key]))
    const value =
      key === 'AllowedIPs' ? [one(), ...random.some(3, one)].join(random.pick([',', ', ', ' ,'])) : one()
    return `${this.#spelt(key)}${random.pick(['=', ' = ', '\t=\v', '= '])}${this.spaced(value)}`
  }

  #comment(): string {
    return this.random.pick([' # comment', '#', '# [Peer]', '\t## ListenPort = 5', '# ünï # code'])
  }

  /** In other cases, now and then. */
  #spelt(word: string): string {
    const { random } = this
    if (random.once(4)) return this.spaced(random.pick([word.toLowerCase(), word.toUpperCase()]))
    return this.spaced(word)
  }

  /** White space somewhere, now and then. */
  protected spaced(text: string): string {
    const { random } = this
    if (!random.once(6)) return text
    const at = random.number(text.length + 1)
    return text.slice(0, at) + random.pick([' ', '\t', '  ']) + text.slice(at)
  }
}

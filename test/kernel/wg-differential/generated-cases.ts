/** Cases made up at random: command lines of `set`, and files for the three commands that read one. */

import { RandomNumbers } from '../../random-numbers.js'
import { ConfigurationTexts } from '../configuration-texts.js'
import { type Case, changing, commandLines, type Group } from './case.js'
import { commands, fileCase } from './file-cases.js'
import { fields } from './show-cases.js'

export const seed = Number(process.env['SINFONIA_TEST_SEED'] ?? 20210914)

const peers = ['$one', '$one', '$two', '$two', '$four', '$three']
const ports = ['0', '1', '51820', '65535', '0007', '+9', '65534', '443']
const values: Readonly<Record<string, readonly string[]>> = {
  'listen-port': ports,
  fwmark: ['0', 'off', 'Off', '0x10', '0xffffffff', '010', '77'],
  'private-key': ['one', 'two', 'three', 'empty', '/dev/null', 'crlf', 'none'],
  'preshared-key': ['one', 'two', 'empty', 'none', 'no-newline', '/dev/null'],
  endpoint: ['192.0.2.1:5', '[2001:db8::1]:7', '2001:db8::2:9', 'name.test:5', '127.1:9', '[fe80::1%lo]:7'],
  'persistent-keepalive': ['0', 'off', '25', '65535', '007'],
  'allowed-ips': [
    '10.0.0.0/8',
    '10.1.2.3/8',
    '::/0',
    'fd00::1',
    '0.0.0.0/0',
    '192.168.0.0/016',
    '2001:DB8::/32',
    '',
  ],
}
const ofLink = ['listen-port', 'fwmark', 'private-key']
const ofPeer = ['preshared-key', 'endpoint', 'persistent-keepalive', 'allowed-ips', 'allowed-ips']
const wrong = [
  ...['', 'x', '-1', '0x', '1.2.3', '[::1]', '70000000000000000000000', ',', '1.2.3.4/40', 'ö', '::g', ' 5'],
  ...['nosuchfile', 'short', '1.2.3.4:', '$one', 'peer', 'remove', '10.0.0.0/8,', '5;', '*'],
]

/** Of `set`: mostly right. */
class Sentences {
  readonly #random: RandomNumbers

  constructor(seed: number) {
    this.#random = new RandomNumbers(seed)
  }

  next(): string {
    const random = this.#random
    const link = random.once(30) ? random.pick(['lo', 'foo', 'other']) : 'wg0'
    const words = [
      'set',
      link,
      ...random.some(3, () => this.#setting(ofLink)).flat(),
      ...random.some(4, () => this.#peer()).flat(),
    ]
    if (random.once(20)) words.pop()
    if (random.once(30)) words.splice(random.number(words.length), 1)
    return words.join(' ')
  }

  #peer(): string[] {
    const random = this.#random
    const peer = ['peer', random.once(60) ? this.#wrong() : random.pick(peers)]
    if (random.once(4)) peer.push('remove')
    return [...peer, ...random.some(4, () => this.#setting(ofPeer)).flat()]
  }

  #setting(names: readonly string[]): string[] {
    const name = this.#random.pick(names)
    return [this.#random.once(100) ? name.toUpperCase() : name, this.#value(name)]
  }

  #value(name: string): string {
    const random = this.#random
    if (random.once(30)) return this.#wrong()
    const one = () => random.pick(values[name] ?? [])
    if (name !== 'allowed-ips') return `'${one()}'`
    const list = [one(), ...random.some(3, one)]
    return `'${(list.length > 1 ? list.filter((ip) => ip !== '') : list).join(',')}'`
  }

  #wrong(): string {
    return `'${this.#random.pick(wrong)}'`
  }
}

function distinct(count: number, make: () => Case): Case[] {
  const made = new Map<string, Case>()
  while (made.size < count) {
    const one = make()
    made.set(one.name, one)
  }
  return [...made.values()]
}

const random = new RandomNumbers(seed)
const texts = new ConfigurationTexts(seed)
const sentences = new Sentences(seed)

const files = distinct(180, () => fileCase(random.pick(commands), texts.text()))
const lines = distinct(150, () => commandLines(sentences.next())[0] as Case)

/** Another state of the same links each time. */
function shown(): Group {
  const script = Array.from({ length: 3 }, () => {
    const key = Buffer.from(random.bytes(32)).toString('base64')
    const ips = random.some(4, () => `10.${random.number(256)}.0.0/${16 + random.number(17)}`).join(',')
    const keepalive = random.number(65536)
    return `wg set ${random.pick(['wg0', 'wg1'])} listen-port ${random.number(65536)} fwmark ${random.number(2 ** 32)} peer ${key} allowed-ips '${ips}' persistent-keepalive ${keepalive}`
  })
  const all = fields.map((field) => `show ${random.pick(['all', 'wg0', 'wg1'])} ${field}`)
  return {
    title: `show, of links made up from the seed ${seed}`,
    setUp: `${changing.setUp}; ip link add wg1 type wireguard && ${script.join(' && ')}`,
    expected: 'taken',
    cases: commandLines(`show\nshowconf wg0\nshowconf wg1\n${all.join('\n')}`),
  }
}

export const generatedGroups: readonly Group[] = [
  { ...changing, title: `set, made up from the seed ${seed}`, cases: lines },
  { ...changing, title: `files made up from the seed ${seed}`, cases: files },
  shown(),
]

// What docs/privileges.md says that the helper grants, and where that ends, seen from the host.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PrivateKey } from '#dist/keys/private-key.js'
import { until } from '../end-to-end/command.js'
import { pids } from '../processes.js'
import { alice, assertCreated, attack, bob, type HeldNamespace, type Rig } from './helper.js'
import { kernelMemory } from './kernel-memory.js'

const table = 'sinfonia_test'

attack(
  "its packets are not its user's for a firewall; those of his own programs are",
  async (rig) => {
    const own = await linkFor(rig)
    await using listener = await Listener.open()
    const { port } = listener
    nft(`table inet ${table} {
      chain output {
        type filter hook output priority 0;
        udp dport ${port} counter comment "all"
        udp dport ${port} meta skuid ${alice.uid} counter comment "his"
      }
    }`)
    try {
      const script = `const own = require('dgram').createSocket('udp4')
        own.send('hello', ${port}, '127.0.0.1', () => own.close())`
      execFileSync(process.execPath, ['-e', script], { ...alice, cwd: '/' })
      assert.equal((await listener.next()).toString(), 'hello')
      assert.deepEqual(counted(), { all: 1, his: 1 })
      startHandshake(own, port)
      const initiation = await listener.next()
      assert.deepEqual([initiation.length, initiation.readUInt32LE(0)], [148, 1])
      const { all = 0, his } = counted()
      assert.ok(all > 1, `${all} packets`)
      assert.equal(his, 1)
    } finally {
      nft(`delete table inet ${table}`)
    }
  },
  'nft',
  'wg',
)

attack(
  'a link that is up has one port, of no process, and it is free again when the namespace is gone',
  async (rig) => {
    const own = await linkFor(rig)
    const before = udpPorts()
    own.inside('ip', 'link', 'set', 'wg0', 'up')
    const added = [...udpPorts()].filter((port) => !before.has(port))
    assert.equal(added.length, 1)
    const [port = 0] = added
    assert.match(shownBySs(port), /UNCONN/)
    assert.doesNotMatch(shownBySs(port), /users:/)
    await using ours = await Listener.open()
    assert.match(shownBySs(ours.port), new RegExp(`users:\\(\\("[^"]+",pid=${process.pid},`))
    await rig.close()
    await until('the port is free', () => !udpPorts().has(port))
  },
  'ss',
)

attack(
  "in a namespace of our launcher's an ordinary user has a link whose socket is in the host's",
  async (rig) => {
    const before = udpPorts()
    const script = join(import.meta.dirname, 'helper-owner.js')
    const owner = spawn(process.execPath, [script, rig.helper], {
      ...alice,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const [line] = await once(owner.stdout, 'data')
    const { kind, listenPort } = JSON.parse(String(line))
    assert.equal(kind, 'wireguard')
    assert.deepEqual(
      [...udpPorts()].filter((port) => !before.has(port)),
      [listenPort],
    )
    owner.stdin.end('.')
    assert.deepEqual(await once(owner, 'exit'), [0, null])
    await until('the port is free', () => !udpPorts().has(listenPort))
  },
  'launcher',
)

attack(
  'who has the link chooses neither its port nor its mark',
  async (rig) => {
    const own = await linkFor(rig, '--user', '--map-root-user', '--net')
    const inside = ['--preserve-credentials', '--user', '--net', `--target=${own.pid}`, 'wg', 'set', 'wg0']
    const set = (...words: readonly string[]) =>
      execFileSync('nsenter', [...inside, ...words], { ...alice, encoding: 'utf8', stdio: 'pipe' })
    const key = PrivateKey.generate().publicKey().toString()
    assert.equal(set('peer', key, 'allowed-ips', '10.0.0.0/8'), '')
    for (const words of [
      ['listen-port', '53'],
      ['fwmark', '1'],
    ]) {
      assert.throws(() => set(...words), /Operation not permitted/)
    }
    assert.equal(own.inside('wg', 'show', 'wg0', 'peers').trim(), key)
  },
  'wg',
)

attack("a link cannot be moved to the host's namespace, nor to another user's", async (rig) => {
  const own = await linkFor(rig, '--user', '--map-root-user', '--net')
  const his = await rig.namespace(bob)
  // As root of his namespaces.
  const inside = ['--user', '--net', '--target', String(own.pid), '--preserve-credentials']
  const ip = (...words: readonly string[]) =>
    execFileSync('nsenter', [...inside, 'ip', 'link', 'set', 'wg0', ...words], { ...alice, stdio: 'pipe' })
  ip('mtu', '1400')
  for (const { pid } of [process, his]) {
    assert.throws(() => ip('netns', String(pid)), /Operation not permitted/)
  }
  assert.deepEqual([...own.links(), ...his.links()], ['wg0'])
})

attack(
  'the work of its packets is done by threads of the kernel',
  async (rig) => {
    const own = await linkFor(rig)
    const name = 'wg-peer'
    execFileSync('ip', ['link', 'add', name, 'type', 'wireguard'])
    try {
      connect(own, name)
      const before = kernelThreadTime()
      const flood = `const socket = require('dgram').createSocket('udp4')
        const send = (left) =>
          left ? socket.send(Buffer.alloc(1300), 9, '10.91.0.1', () => send(left - 1)) : socket.close()
        send(20000)`
      own.inside(process.execPath, '-e', flood)
      const taken = kernelThreadTime() - before
      assert.ok(taken >= 5, `${taken} clock ticks`)
    } finally {
      execFileSync('ip', ['link', 'delete', name])
    }
  },
  'wg',
)

attack(
  'each peer of his takes about 2 KiB more of the kernel',
  async (rig) => {
    const count = 2000
    const own = await linkFor(rig)
    const peers = Array.from({ length: count }, () => {
      return `[Peer]\nPublicKey = ${PrivateKey.generate().publicKey()}\n`
    })
    const before = kernelMemory()
    own.inside('sh', '-c', 'printf %s "$0" | wg addconf wg0 /dev/stdin', peers.join(''))
    const taken = (kernelMemory() - before) / count
    assert.ok(taken > 0.5 && taken < 8, `${taken} KiB a peer`)
  },
  'wg',
)

attack(
  'the kernel makes such a link without a helper too, and only its socket is elsewhere then',
  async (rig) => {
    const before = udpPorts()
    const held = await rig.namespace(alice, '--user', '--map-root-user', '--net')
    const inside = ['--preserve-credentials', '--user', '--net', `--target=${held.pid}`, 'ip', 'link']
    const ip = (...words: readonly string[]) => execFileSync('nsenter', [...inside, ...words], { ...alice })
    ip('add', 'wg0', 'type', 'wireguard')
    ip('set', 'wg0', 'up')
    assert.deepEqual(held.links(), ['wg0'])
    assert.deepEqual(udpPorts(), before)
  },
)

/** The helper's link and one of the host's as peers of each other: 10.91.0.2 and 10.91.0.1. */
function connect(own: HeldNamespace, name: string): void {
  const [his, ours] = [PrivateKey.generate(), PrivateKey.generate()]
  const script = `printf %s "$0" | wg set "$1" private-key /dev/stdin $3 peer "$2" allowed-ips 10.91.0.0/24 $4
    ip address add "$5" dev "$1"
    ip link set "$1" up`
  const words = ['-ec', script] as const
  const [hisKey, oursKey] = [his.publicKey().toString(), ours.publicKey().toString()]
  const [port, endpoint] = ['listen-port 51821', 'endpoint 127.0.0.1:51821']
  execFileSync('sh', [...words, ours.base64(), name, hisKey, port, '', '10.91.0.1/24'])
  own.inside('sh', ...words, his.base64(), 'wg0', oursKey, '', endpoint, '10.91.0.2/24')
}

/** The processor time of all kernel threads, in clock ticks: proc_pid_stat(5). */
function kernelThreadTime(): number {
  let sum = 0
  for (const pid of pids()) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /, '')
        .split(' ')
      // The child of kthreadd, in kernel and user mode.
      if (fields[1] === '2') sum += Number(fields[11]) + Number(fields[12])
    } catch {
      // It has ended.
    }
  }
  return sum
}

/** A namespace of alice's with a link by the helper. */
async function linkFor(rig: Rig, ...unshare: readonly string[]): Promise<HeldNamespace> {
  const own = await rig.namespace(alice, ...unshare)
  assertCreated(rig.ask(own.descriptor, 'wg0'), 'wg0')
  return own
}

/** To a peer that would be on this machine. */
function startHandshake(own: HeldNamespace, port: number): void {
  const script =
    'wg genkey | wg set wg0 private-key /dev/stdin peer "$0" endpoint "$1" persistent-keepalive 1'
  own.inside('sh', '-c', script, PrivateKey.generate().publicKey().toString(), `127.0.0.1:${port}`)
  own.inside('ip', 'link', 'set', 'wg0', 'up')
}

function nft(rules: string): void {
  execFileSync('nft', ['-f', '-'], { input: rules })
}

/** The packets that each rule has counted, by its comment. */
function counted(): Record<string, number> {
  const rules = execFileSync('nft', ['list', 'table', 'inet', table], { encoding: 'utf8' })
  const counters = rules.matchAll(/counter packets (\d+) bytes \d+ comment "(\w+)"/g)
  return Object.fromEntries([...counters].map(([, packets, comment]) => [comment, Number(packets)]))
}

/** The local ports of all UDP sockets here, IPv4 and IPv6: the kernel's own table. */
function udpPorts(): ReadonlySet<number> {
  const lines = ['udp', 'udp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'latin1').split('\n'))
  return new Set(
    lines
      .flatMap((line) => (/^ *\d+: \w+:(\w{4}) /.exec(line) ?? []).slice(1))
      .map((port) => parseInt(port, 16)),
  )
}

function shownBySs(port: number): string {
  return execFileSync('ss', ['-H', '-u', '-a', '-n', '-p', `sport = :${port}`], { encoding: 'utf8' })
}

/** A UDP socket of this process. */
class Listener implements AsyncDisposable {
  readonly #socket = createSocket('udp4')
  readonly #received: Buffer[] = []

  static async open(): Promise<Listener> {
    const listener = new Listener()
    listener.#socket.on('message', (message) => listener.#received.push(message)).bind(0, '127.0.0.1')
    await once(listener.#socket, 'listening')
    return listener
  }

  get port(): number {
    return this.#socket.address().port
  }

  async next(): Promise<Buffer> {
    await until('a packet has come', () => this.#received.length > 0)
    return this.#received.shift() ?? Buffer.alloc(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close()
    await once(this.#socket, 'close')
  }
}

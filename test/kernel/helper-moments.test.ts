// The helper under limits, signals, tracers and races: at every moment of its life.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { until } from '../end-to-end/command.js'
import { alice, attack, type Rig, statusOf } from './helper.js'

/** The statuses, as the attacker tells them. */
const created = '0'
const refused = statusOf('own-namespace')
/** How many delays are tried, from the start of a call to what lies behind its end. */
const moments = 200

type Counts = Record<string, number>

async function namespaces(rig: Rig) {
  return { own: await rig.namespace(), host: rig.open('/proc/self/ns/net') }
}

attack(
  'limits of zero: it refuses, or does not even start',
  async (rig) => {
    const { own, host } = await namespaces(rig)
    for (const [descriptor, usual] of [
      [own.descriptor, created],
      [host, refused],
    ] as const) {
      const found = rig.attack<Record<string, string>>('limits', [descriptor])
      assert.ok(Object.keys(found).length >= 14, JSON.stringify(found))
      for (const [limit, end] of Object.entries(found)) {
        // The kernel can't map the program, has no stack for it, or ends it at the first tick of the clock.
        if (/_(AS|STACK|DATA|CPU)$/.test(limit)) {
          assert.ok(['not started', 'SIGKILL', 'SIGSEGV', usual].includes(end), `${limit}: ${end}`)
        } else {
          assert.equal(end, limit.endsWith('OFILE') ? statusOf('unverified') : usual, limit)
        }
      }
    }
  },
  'python',
)

attack(
  'killed at every moment',
  async (rig) => {
    const { own, host } = await namespaces(rig)
    const ends = rig.attack<Counts>('signals', [own.descriptor], `${moments}`, 'SIGKILL')
    const links = own.links().length
    assert.deepEqual(without(ends, created, 'SIGKILL'), {})
    // Killed between the kernel's work and the end, it cannot tell of its link.
    assert.ok(links >= (ends[created] ?? 0), `${links} links, ${ends[created]} answers`)
    assert.ok(links > 0 && links < moments, 'it was killed always before, or always after')
    const refusals = rig.attack<Counts>('signals', [host], `${moments}`, 'SIGKILL')
    assert.deepEqual(without(refusals, refused, 'SIGKILL'), {})
  },
  'python',
)

attack(
  'any other signal at every moment',
  async (rig) => {
    const { own, host } = await namespaces(rig)
    const others = /^SIG(KILL|STOP|STKFLT|UNUSED|IOT|POLL)$/
    const names = Object.keys(constants.signals).filter((name) => !others.test(name))
    assert.ok(names.length > 25 && names.includes('SIGPIPE'))
    const ends = rig.attack<Counts>('signals', [own.descriptor], `${moments}`, ...names)
    // One that comes before the first instruction ends it, as it does any program.
    assert.deepEqual(without(ends, created, ...names), {})
    assert.equal(own.links().length, ends[created])
    const refusals = rig.attack<Counts>('signals', [host], `${moments}`, ...names)
    assert.deepEqual(without(refusals, refused, ...names), {})
  },
  'python',
)

attack(
  'stopped at every moment it lets nobody look into it, and goes on',
  async (rig) => {
    const { own, host } = await namespaces(rig)
    const { stopped = 0, ...ends } = rig.attack<Counts>('stops', [own.descriptor], `${moments}`)
    assert.ok(stopped > 0, 'it was never caught running')
    assert.deepEqual(ends, { [created]: moments })
    assert.equal(own.links().length, moments)
    const refusals = rig.attack<Counts>('stops', [host], `${moments}`)
    assert.deepEqual(without(refusals, 'stopped'), { [refused]: moments })
  },
  'python',
)

attack(
  'who traces it from its start gets it without the capability',
  async (rig) => {
    const { own } = await namespaces(rig)
    assert.deepEqual(rig.attack('traced', [own.descriptor]), { traced: statusOf('not-granted') })
    assert.deepEqual(own.links(), [])
  },
  'python',
)

attack(
  'it leaves no core dump',
  async (rig) => {
    const { own } = await namespaces(rig)
    const place = rig.directory('cores')
    chmodSync(place, 0o777)
    const pattern = '/proc/sys/kernel/core_pattern'
    const before = readFileSync(pattern, 'latin1')
    writeFileSync(pattern, `${place}/core.%e.%p`)
    try {
      const limited = ['sh', '-c', 'ulimit -c unlimited; exec "$@"', 'sh']
      const ends = rig.attackThrough<Counts>(
        limited,
        'signals',
        [own.descriptor],
        `${moments}`,
        'SIGQUIT',
        'SIGSEGV',
      )
      assert.deepEqual(readdirSync(place), [])
      assert.ok((ends['SIGQUIT'] ?? 0) + (ends['SIGSEGV'] ?? 0) > 0, 'no signal ended it')
      spawnSync('sh', ['-c', 'ulimit -c unlimited; kill -QUIT $$'], { ...alice, cwd: '/' })
      assert.equal(readdirSync(place).length, 1, 'an ordinary program leaves none either')
    } finally {
      writeFileSync(pattern, before)
    }
  },
  'python',
)

attack(
  'a descriptor that is swapped meanwhile, or a working directory that is shared, gain nothing',
  async (rig) => {
    const { own, host } = await namespaces(rig)
    const shared = rig.attack<{ descriptors: Counts; directory: string }>(
      'shared',
      [own.descriptor, host],
      `${moments}`,
    )
    assert.deepEqual(without(shared.descriptors, created, refused), {})
    assert.equal(own.links().length, shared.descriptors[created] ?? 0)
    assert.equal(shared.directory, statusOf('not-granted'))
  },
  'python',
)

attack(
  'the owner of the namespace may die at every moment, and it goes with him',
  async (rig) => {
    const before = namespacesInMemory()
    const ends = rig.attack('orphans', [rig.open('/proc/self/ns/net')], `${moments}`)
    assert.deepEqual(ends, { [created]: moments })
    // The kernel keeps some freed ones in its cache.
    await until('the namespaces are gone', () => namespacesInMemory() < before + moments / 2)
  },
  'python',
)

attack(
  'a thousand at once: of one name there is one link, of many names one each, and on the host none',
  async (rig) => {
    const { own: same, host } = await namespaces(rig)
    const each = await rig.namespace()
    const taken = { [created]: 1, [statusOf('name-taken')]: 999 }
    assert.deepEqual(rig.attack('parallel', [same.descriptor], '1000', 'same'), taken)
    assert.deepEqual(same.links(), ['same'])
    assert.deepEqual(rig.attack('parallel', [each.descriptor], '200', 'wg#'), { [created]: 200 })
    assert.equal(each.links().length, 200)
    assert.deepEqual(rig.attack('parallel', [host], '1000', 'wg#'), { [refused]: 1000 })
  },
  'python',
)

function without(counts: Counts, ...names: readonly string[]): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([name]) => !names.includes(name)))
}

function namespacesInMemory(): number {
  return Number(/^net_namespace +(\d+)/m.exec(readFileSync('/proc/slabinfo', 'latin1'))?.[1])
}

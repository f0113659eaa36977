import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPrefix } from '#dist/address/prefix.js'
import type { Rule } from '#dist/network/rule.js'
import type { RuleChange } from '#dist/network/rule-change.js'
import type { RuleListOptions } from '#dist/network/rules.js'
import { needs } from '../needs.js'
import { inChild } from './child.js'
import { emptyConversation, emptyNetwork, networkAndIp, refusal } from './networks.js'

test('a new namespace has the rules that every host has', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { rules } = await emptyNetwork(t)
  const list = await rules.list()
  assert.deepEqual(
    list.filter(({ version }) => version === 4).map(({ priority, table }) => [priority, table]),
    [
      [0, 255],
      [32766, 254],
      [32767, 253],
    ],
  )
  const expected: Rule = {
    version: 4,
    priority: 32766,
    not: false,
    from: undefined,
    to: undefined,
    iif: undefined,
    oif: undefined,
    fwmark: undefined,
    fwmask: undefined,
    tunId: undefined,
    tos: undefined,
    ipProtocol: undefined,
    sport: undefined,
    dport: undefined,
    uidRange: undefined,
    l3mdev: false,
    action: 'lookup',
    table: 254,
    tableName: 'main',
    goto: undefined,
    suppressPrefixLength: undefined,
    suppressGroup: undefined,
    realms: undefined,
    protocol: 'kernel',
  }
  assert.deepEqual(list[1], expected)
  assert.ok(Object.isFrozen(list) && Object.isFrozen(list[1]))
  assert.ok((await rules.list({ version: 6 })).every(({ version }) => version === 6))
})

test('the rules of wg-quick(8), and away again', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { rules } = await emptyNetwork(t)
  for (const version of [4, 6] as const) {
    const before = await rules.list({ version })
    const marked = { version, not: true, fwmark: 51820, table: 51820 }
    const specific = { version, table: 'main', suppressPrefixLength: 0 } as const
    await rules.add(marked)
    await rules.add(specific)
    const [, second, first] = await rules.list({ version })
    assert.equal(first?.priority, 32765)
    assert.deepEqual(
      [first?.not, first?.fwmark, first?.fwmask, first?.table],
      [true, 51820, 0xffff_ffff, 51820],
    )
    assert.equal(second?.priority, 32764)
    assert.deepEqual([second?.suppressPrefixLength, second?.table, second?.action], [0, 254, 'lookup'])
    await rules.delete(marked)
    await rules.delete(specific)
    assert.deepEqual(await rules.list({ version }), before)
  }
})

/** One of each kind, by priority. */
const samples: readonly RuleChange[] = [
  { priority: 100, from: '10.1.0.0/16', to: '10.2.0.1', iif: 'lo', oif: 'nobody', goto: 300 },
  { priority: 101, fwmark: 0x10, fwmask: 0xff, table: 4294967295 },
  { priority: 102, not: true, fwmark: 0, fwmask: 1, table: 'local' },
  { priority: 103, from: '10.3.0.0/16', tos: 0x10, action: 'blackhole' },
  { priority: 104, to: '10.3.0.0/16', action: 'unreachable' },
  { priority: 105, iif: 'lo', action: 'prohibit', protocol: 'static' },
  { priority: 106, ipProtocol: 'tcp', sport: 80, dport: { start: 1000, end: 2000 }, table: 7 },
  { priority: 108, suppressGroup: 7, suppressPrefixLength: 32, table: 100 },
  { priority: 109, ipProtocol: 253, protocol: 200, action: 'nop' },
  { priority: 300, from: 'all', to: '0.0.0.0/0', table: 9 },
  { version: 6, priority: 100, from: 'fd00::/8', to: 'fd01::1', table: 8 },
  { version: 6, priority: 101, from: '::/0', suppressPrefixLength: 127 },
  { version: 6, priority: 102, ipProtocol: 'ipv6-icmp', action: 'unreachable' },
]

test('every kind of rule is as ip(8) tells it, and goes as it was listed', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const before = await network.rules.list()
  for (const sample of samples) await network.rules.add(sample)
  const list = await network.rules.list()
  assert.deepEqual(list.map(asIp), [...ip('-N', '-4', 'rule'), ...ip('-N', '-6', 'rule')])
  for (const rule of list.filter(({ priority }) => priority > 0 && priority <= 300)) {
    await network.rules.delete(rule)
  }
  assert.deepEqual(await network.rules.list(), before)
})

test('what ip(8) has added is read whole', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network } = await networkAndIp(t)
  await network.rules.add({ priority: 5, l3mdev: true })
  const [, rule] = await network.rules.list({ version: 4 })
  assert.equal(rule?.l3mdev, true)
  assert.equal(rule?.table, undefined)
  await network.rules.delete({ l3mdev: true })
  assert.equal((await network.rules.list({ version: 4 })).length, 3)
})

test('users are told apart from within their user namespace', (t) => {
  if (!needs(t, 'addon', 'unshare', 'ip')) return
  inChild('inside.js', 'unshare', '--user', '--map-root-user', '--net')
})

test('a rule and its opposite are told apart when one is to go', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { rules } = await emptyNetwork(t)
  const before = await rules.list()
  const marked = { fwmark: 5, table: 7 }
  const seen = async () => (await rules.list({ version: 4 })).map(({ priority, not }) => [priority, not])
  await rules.add({ ...marked, priority: 5 })
  await rules.add({ ...marked, priority: 10, not: true })
  await rules.delete({ ...marked, not: true })
  assert.deepEqual((await seen())[1], [5, false])
  assert.equal((await refusal(rules.delete({ ...marked, not: true }))).code, 'ENOENT')
  await rules.add({ ...marked, priority: 3, not: true })
  await rules.delete({ ...marked, not: false })
  assert.deepEqual((await seen())[1], [3, true])
  await rules.delete(marked)
  for (const sparse of [{ not: true }, { not: false, version: 6 } as const]) {
    assert.equal((await refusal(rules.delete(sparse))).code, 'ERR_INVALID_ARGUMENT')
  }
  // Of these a 0 says nothing to the kernel, which would take the first rule.
  for (const zero of [{ fwmark: 0 }, { ipProtocol: 0 }, { goto: 0 }]) {
    assert.equal((await refusal(rules.delete(zero))).code, 'ENOENT')
  }
  assert.deepEqual(await rules.list(), before)
})

test('no other rule is deleted in place of one that the kernel cannot tell from it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { rules } = await emptyNetwork(t)
  await rules.add({ priority: 6, not: true, fwmark: 5, table: 7 })
  await rules.add({ priority: 6, table: 7 })
  const list = await rules.list()
  const plain = await refusal(rules.delete({ priority: 6, not: false }))
  assert.equal(plain.code, 'EOPNOTSUPP')
  assert.equal(
    plain.message,
    'cannot delete the rule of priority 6: the kernel would delete an earlier one of its priority instead',
  )
  assert.deepEqual(await rules.list(), list)
})

test('refusals read well', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { rules } = await emptyNetwork(t)
  await rules.add({ priority: 10, table: 10 })
  const twice = await refusal(rules.add({ priority: 10, table: 10 }))
  assert.equal(twice.code, 'EEXIST')
  assert.equal(twice.message, 'cannot add the rule of priority 10: there is such a rule already')
  const missing = await refusal(rules.delete({ fwmark: 77 }))
  assert.equal(missing.code, 'ENOENT')
  assert.equal(missing.message, 'cannot delete the rule: there is no such rule')
  const backwards = await refusal(rules.add({ priority: 20, goto: 5 }))
  assert.match(backwards.message, /the kernel says "Backward goto not supported"/)
})

test('what is no rule never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { rules } = await emptyNetwork(t)
  for (const attempt of [
    () => rules.add({ from: '10.0.0.0/33' }),
    () => rules.add({ from: '10.0.0.0/8', to: 'fd00::/8' }),
    () => rules.add({ version: 6, from: '10.0.0.0/8' }),
    () => rules.add({ priority: -1 }),
    () => rules.add({ fwmark: 2 ** 32 }),
    () => rules.add({ tos: 256 }),
    () => rules.add({ iif: 'no name' }),
    () => rules.add({ sport: 0 }),
    () => rules.add({ dport: { start: 2000, end: 1000 } }),
    () => rules.add({ uidRange: { start: 0, end: 2 ** 32 - 1 } }),
    () => rules.add({ ipProtocol: 'smtp' as 'tcp' }),
    () => rules.add({ action: 'jump' as 'goto' }),
    () => rules.add({ protocol: 'me' as 'boot' }),
    () => rules.add({ table: 'mine' as 'main' }),
    () => rules.add({ suppressPrefixLength: 33 }),
    () => rules.add({ tunId: 0 }),
    () => rules.add({ tunId: 1n << 64n }),
    () => rules.add({ tunId: 1.5 }),
    () => rules.add({ realms: -1 }),
    () => rules.add({ version: 6, realms: 1 }),
    () => rules.add({ version: 5 as 4 }),
    () => rules.add({ mark: 7 } as RuleChange),
    () => rules.delete({ lookup: 7 } as RuleChange),
    () => rules.list({ table: 7 } as RuleListOptions),
    () => rules.delete({}),
    () => rules.delete({ version: 6, from: 'all', l3mdev: false, not: false }),
  ]) {
    assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT')
  }
  assert.equal((await rules.list({ version: 4 })).length, 3)
})

test('the addon refuses what memory safety needs refused', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const conversation = await emptyConversation(t)
  for (const change of [
    undefined,
    {},
    { version: 5 },
    { version: 4, source: '10.0.0.0/8' },
    { version: 4, source: { address: 'fd00::', prefixLength: 8 } },
    { version: 4, source: { address: '10.0.0.0', prefixLength: 33 } },
    { version: 4, sourcePorts: { start: 1, end: 65536 } },
    { version: 4, incoming: 'a\0b' },
    { version: 4, mark: -1 },
    { version: 4, tunnelId: 7 },
    { version: 4, tunnelId: 1n << 64n },
    { version: 4, tunnelId: -1n },
  ]) {
    assert.throws(() => conversation.addRule(change as { version: 4 }), TypeError)
  }
})

/** As `ip -json -details -N rule` prints it. */
function asIp(rule: Rule): Record<string, unknown> {
  const { from, to, fwmark, fwmask, sport, dport, table } = rule
  const numbers = { icmp: '1', tcp: '6', 'ipv6-icmp': '58' } as Record<string, string>
  const protocols = { unspec: '0', kernel: '2', static: '4' } as Record<string, string>
  const actions = { blackhole: '6', unreachable: '7', prohibit: '8' } as Record<string, string>
  const all: Record<string, unknown> = {
    priority: rule.priority,
    not: rule.not ? null : undefined,
    src: from?.address ?? 'all',
    srclen: shortened(from),
    dst: to?.address,
    dstlen: shortened(to),
    tos: rule.tos === undefined ? undefined : `0x${rule.tos.toString(16)}`,
    fwmark: fwmark === undefined ? undefined : hexadecimal(fwmark),
    fwmask: fwmask === undefined || fwmask === 0xffff_ffff ? undefined : hexadecimal(fwmask),
    iif: rule.iif,
    oif: rule.oif,
    oif_detached: rule.oif === undefined ? undefined : null,
    l3mdev: rule.l3mdev ? null : undefined,
    ipproto:
      rule.ipProtocol === undefined ? undefined : `ipproto-${numbers[rule.ipProtocol] ?? rule.ipProtocol}`,
    sport: sport && sport.start === sport.end ? sport.start : undefined,
    dport_start: dport && dport.start !== dport.end ? dport.start : undefined,
    dport_end: dport && dport.start !== dport.end ? dport.end : undefined,
    table: table === undefined ? undefined : String(table),
    suppress_prefixlen: rule.suppressPrefixLength,
    suppress_ifgroup: rule.suppressGroup === undefined ? undefined : String(rule.suppressGroup),
    goto: rule.goto,
    action: actions[rule.action],
    nop: rule.action === 'nop' ? null : undefined,
    protocol: protocols[rule.protocol] ?? String(rule.protocol),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function shortened(prefix: Rule['from']): number | undefined {
  if (prefix === undefined || formatPrefix(prefix).match(/\.\d+\/32$|:.*\/128$/)) return undefined
  return prefix.prefixLength
}

function hexadecimal(number: number): string {
  return number === 0 ? '0' : `0x${number.toString(16)}`
}

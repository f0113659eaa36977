import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from '#dist/diagnosis/check.js'
import { wayOf } from '#dist/diagnosis/diagnosis.js'
import { judge } from '#dist/diagnosis/kernel-wireguard.js'
import { checkNode } from '#dist/diagnosis/node.js'
import { processRights } from '#dist/diagnosis/process-rights.js'

type State = Check['state']

function checks(states: Record<string, State>): Check[] {
  return Object.entries(states).map(([name, state]) => ({ name, state, sentence: '' }))
}

const all = { 'user namespaces': 'ok', '/dev/net/tun': 'ok', 'kernel WireGuard': 'ok', helper: 'ok' } as const

const verdicts: [Record<string, State>, 'kernel' | 'userspace' | undefined][] = [
  [{}, 'kernel'],
  [{ '/dev/net/tun': 'warning' }, 'kernel'],
  [{ helper: 'warning' }, 'userspace'],
  [{ 'kernel WireGuard': 'warning' }, 'userspace'],
  [{ helper: 'warning', '/dev/net/tun': 'warning' }, undefined],
  [{ 'user namespaces': 'failure' }, undefined],
  [{ Tier1: 'failure' }, undefined],
  [{ Tier1: 'warning' }, 'kernel'],
]

for (const [changes, way] of verdicts) {
  test(`with ${JSON.stringify(changes)} a launch would work by ${way}`, () => {
    assert.equal(wayOf(checks({ ...all, ...changes })), way)
  })
}

test('a way that is insisted on works or none does', () => {
  assert.equal(wayOf(checks(all), 'userspace'), 'userspace')
  assert.equal(wayOf(checks({ ...all, helper: 'warning' }), 'kernel'), undefined)
})

test('kernel WireGuard: what was found beside what was tried', () => {
  const created = { result: 'created' } as const
  const none = { result: 'refused', reason: 'no-wireguard', message: '' } as const
  const denied = { result: 'refused', reason: 'EPERM', message: 'it may not' } as const
  assert.equal(judge('loaded', created).sentence, 'loaded, and links can be made')
  // In a container the modules of the host are not seen.
  assert.match(judge('unknown', created).sentence, /^loaded on demand/)
  assert.equal(judge('unknown', created).state, 'ok')
  assert.match(judge('unknown', none).sentence, /has none/)
  assert.equal(judge('unknown', undefined).state, 'warning')
  assert.equal(judge('loadable', undefined).state, 'ok')
  assert.match(judge('absent', undefined).sentence, /has none/)
  assert.match(judge('loadable', none).remedy ?? '', /modprobe wireguard/)
  assert.match(judge('absent', none).remedy ?? '', /CONFIG_WIREGUARD/)
  assert.deepEqual(judge('loaded', denied), {
    name: 'kernel WireGuard',
    state: 'warning',
    sentence: 'loaded, but it may not',
  })
})

test('a Node that is too old is a failure', () => {
  for (const old of ['18.20.4', '20.18.9', '20.9.0']) assert.equal(checkNode(old).state, 'failure')
  for (const good of ['20.19.0', '22.0.0', '100.1.0']) assert.equal(checkNode(good).state, 'ok')
  assert.equal(checkNode().state, 'ok')
})

test('what a process may gain is in its status', () => {
  const status = (bounding: string, nnp: string) =>
    `Name:\tnode\nCapEff:\t0000000000001000\nCapBnd:\t${bounding}\nNoNewPrivs:\t${nnp}\n`
  assert.deepEqual(processRights(status('00000000a80425fb', '0')), {
    isNetAdminInBoundingSet: false,
    hasNoNewPrivileges: false,
  })
  assert.deepEqual(processRights(status('000001ffffffffff', '1')), {
    isNetAdminInBoundingSet: true,
    hasNoNewPrivileges: true,
  })
})

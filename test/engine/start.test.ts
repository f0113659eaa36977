/** What the engine refuses to start with. */
import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { type EngineStart, RunningEngine } from './running-engine.js'

const wrong: [what: string, start: EngineStart, said: RegExp][] = [
  ['no TUN', { tun: 'ignore' }, /^error: fd 4 is not a TUN device: /],
  [
    'an unknown option',
    { tun: 'ignore', args: ['--device', 'wg0'] },
    /^error: flag provided but not defined: -device$/,
  ],
  ['an argument too many', { tun: 'ignore', args: ['wg0'] }, /^error: unexpected argument "wg0"$/],
  [
    'an MTU that is none',
    { tun: 'ignore', args: ['--mtu', 'large'] },
    /^error: invalid value "large" for flag -mtu/,
  ],
  [
    'an MTU too small',
    { tun: 'ignore', args: ['--mtu', '575'] },
    /^error: MTU 575 is not within 576 to 65535$/,
  ],
  [
    'an MTU too large',
    { tun: 'ignore', args: ['--mtu', '65536'] },
    /^error: MTU 65536 is not within 576 to 65535$/,
  ],
]

for (const [what, start, said] of wrong) {
  test(`it refuses ${what}, in one line`, async (t) => {
    if (!needs(t, 'addon', 'engine')) return
    const engine = new RunningEngine(start).readLog()
    assert.deepEqual(await engine.exited, { code: 1, signal: null })
    assert.match(await engine.line(/^error/), said)
    await engine.close()
  })
}

test('it refuses a TUN device that was never attached to an interface', async (t) => {
  if (!needs(t, 'addon', 'engine', 'tun')) return
  const tun = openSync('/dev/net/tun', 'r+')
  const engine = new RunningEngine({ tun }).readLog()
  closeSync(tun)
  assert.deepEqual(await engine.exited, { code: 1, signal: null })
  assert.match(await engine.line(/^error/), /fd 4 is not a TUN device/)
  await engine.close()
})

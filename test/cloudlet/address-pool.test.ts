import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePrefix } from '#dist/address/prefix.js'
import { AddressPool } from '#dist/cloudlet/address-pool.js'

function pool(...ranges: string[]): AddressPool {
  return new AddressPool(ranges.map((range) => parsePrefix(range)))
}

test('hands out one address of each range, behind those that are reserved', () => {
  const addresses = pool('10.5.0.0/16', 'fd00:5::/64')
  assert.deepEqual(addresses.take(), ['10.5.0.2', 'fd00:5::2'])
  assert.deepEqual(addresses.take(), ['10.5.0.3', 'fd00:5::3'])
})

test('counts from the start of the network, whichever address it was written with', () => {
  assert.deepEqual(pool('10.5.86.233/16').take(), ['10.5.0.2'])
})

test('an address that was given back rests as long as can be', () => {
  const addresses = pool('10.5.0.0/29')
  const [first = []] = [1, 2, 3].map(() => addresses.take())
  addresses.giveBack(first)
  assert.deepEqual(addresses.take(), ['10.5.0.5'])
  assert.deepEqual(addresses.take(), ['10.5.0.6'])
  assert.deepEqual(addresses.take(), ['10.5.0.2'])
})

test('an exhausted range says so, and takes nothing of the others', () => {
  const addresses = pool('fd00:5::/64', '10.5.0.0/30')
  assert.deepEqual(addresses.take(), ['fd00:5::2', '10.5.0.2'])
  for (let attempt = 0; attempt < 2; attempt++) {
    assert.throws(() => addresses.take(), {
      code: 'ERR_CLOUDLET',
      message: /every address of 10\.5\.0\.0\/30/,
    })
  }
  addresses.giveBack(['fd00:5::2', '10.5.0.2'])
  assert.equal(addresses.take()[1], '10.5.0.2')
})

test('the smallest ranges, and those without room', () => {
  assert.deepEqual(pool('10.5.0.0/30').take(), ['10.5.0.2'])
  const v6 = pool('fd00::/126')
  assert.deepEqual([v6.take(), v6.take()], [['fd00::2'], ['fd00::3']])
  assert.throws(() => v6.take(), { code: 'ERR_CLOUDLET' })
  for (const range of ['10.5.0.0/31', '10.5.0.0/32', 'fd00::/127', 'fd00::/128']) {
    assert.throws(() => pool(range), { code: 'ERR_INVALID_ARGUMENT', message: /no room/ }, range)
  }
  assert.throws(() => pool(), { code: 'ERR_INVALID_ARGUMENT' })
})

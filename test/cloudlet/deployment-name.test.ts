import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseDeploymentName } from '#dist/cloudlet/deployment-name.js'

test('a name is two words, fit for DNS', () => {
  const names = new Set(Array.from({ length: 500 }, () => chooseDeploymentName(() => false)))
  for (const name of names) assert.match(name, /^[a-z]{3,10}-[a-z]{3,10}$/)
  assert.ok(names.size > 400, 'few are the same')
  assert.match(
    chooseDeploymentName(
      () => false,
      () => 0,
    ),
    /^able-acorn$/,
  )
  assert.match(
    chooseDeploymentName(
      () => false,
      () => 1 - Number.EPSILON,
    ),
    /^zesty-wren$/,
  )
})

test('a taken name is not chosen again, even where all are', () => {
  const taken = new Set<string>()
  for (let count = 0; count < 50; count++) {
    const name = chooseDeploymentName(
      (each) => taken.has(each),
      () => 0,
    )
    assert.ok(!taken.has(name))
    assert.match(name, /^able-acorn(-\d+)?$/)
    taken.add(name)
  }
})

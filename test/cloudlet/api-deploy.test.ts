import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperationError } from '#dist/errors/operation-error.js'
import { assertProblem, broken, chart, deploymentOf, endless, startApi, zero } from './api-server.js'
import { clientKey } from './fakes.js'

test('a key in any base64 gets the same deployment', async (t) => {
  const { ask, deployer } = await startApi(t)
  // Its standard form has both characters that the URL-safe one replaces.
  const key = Buffer.alloc(32, 0xfb).fill(0xff, 16)
  const standard = key.toString('base64')
  const safe = key.toString('base64url')
  assert.match(standard, /\+.*\/.*=$/)
  const forms = [
    safe,
    `${safe}=`,
    standard,
    standard.replace('=', ''),
    encodeURIComponent(standard),
    `${safe}%3D`,
  ]
  for (const form of forms) {
    const { status, json } = await ask('POST', `/api/v1/deploy/${zero}/${form}`)
    assert.equal(status, 200, form)
    assert.equal(deploymentOf(json).ApplicationKey, standard)
  }
  assert.equal(deployer.started.length, 1)
})

test('a UUID in any case, with or without hyphens', async (t) => {
  const { ask } = await startApi(t)
  const uuid = 'ABCDEF00-1111-2222-3333-444444444444'
  for (const form of [uuid, uuid.toLowerCase(), uuid.replaceAll('-', '')]) {
    assertProblem(
      await ask('POST', `/api/v1/deploy/${form}/${clientKey().base64Url()}`),
      500,
      /abcdef00-1111/,
    )
  }
  for (const form of ['', `${zero}0`, zero.slice(1), `%2e%2e%2f${zero}`, `${zero}.yaml`, '..']) {
    const { status } = await ask('POST', `/api/v1/deploy/${form}/${clientKey().base64Url()}`)
    assert.ok(status === 400 || status === 404, form)
  }
})

test('bad keys are refused before anything is deployed', async (t) => {
  const { ask, deployer } = await startApi(t)
  const good = clientKey().base64Url()
  for (const key of [
    good.slice(1),
    `${good}A`,
    `${good}==`,
    `${good}/x`,
    `${good.slice(0, 42)}*`,
    '%00',
    '%FF%FE',
    '%',
    '%zz',
  ]) {
    assertProblem(await ask('POST', `/api/v1/deploy/${zero}/${key}`), 400)
  }
  assert.equal(deployer.started.length, 0)
})

test('results: any count from 1 is met with the one that there is', async (t) => {
  const { ask } = await startApi(t)
  const path = `/api/v1/deploy/${zero}/${clientKey().base64Url()}`
  for (const good of ['?results=1', '?results=3', '?results=1000', '?other=x', '?']) {
    const { status, json } = await ask('POST', path + good)
    assert.equal(status, 200, good)
    assert.equal((json as unknown[]).length, 1)
  }
  for (const bad of ['0', '-1', 'x', '1.5', '', '1e3', '%00']) {
    assertProblem(await ask('POST', `${path}?results=${bad}`), 400, /results/)
  }
})

test('two requests with one key at the same moment get one deployment', async (t) => {
  const { ask, deployer } = await startApi(t)
  const path = `/api/v1/deploy/${zero}/${clientKey().base64Url()}`
  const answers = await Promise.all([ask('POST', path), ask('POST', path), ask('POST', path)])
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  assert.equal(deployer.started.length, 1)
})

test('what fails is said in words, with a status', async (t) => {
  const { ask, deployer, lines } = await startApi(t, { maximum: 1 })
  const path = () => `/api/v1/deploy/${zero}/${clientKey().base64Url()}`
  const failing = (error: Error) => {
    deployer.before = () => Promise.reject(error)
    return ask('POST', path())
  }
  const fields = { operation: 'x', remedy: 'Do this.' }
  const namespace = new OperationError('no user namespaces', { ...fields, code: 'ERR_NAMESPACE' })
  assertProblem(await failing(namespace), 500, /^no user namespaces\. Do this\.$/)
  const unexpected = await failing(new TypeError('undefined is not secret'))
  assertProblem(unexpected, 500)
  assert.doesNotMatch(unexpected.text, /secret/)
  assert.ok(
    lines.some((line) => line.includes('undefined is not secret') && line.includes('at ')),
    'the stack is logged',
  )
  deployer.before = () => {}
  assert.equal((await ask('POST', path())).status, 200)
  assertProblem(await ask('POST', path()), 500, /1 deployments already/)
})

test('a recipe for a cluster can be read, not deployed; a malformed one says what is wrong only to who deploys it', async (t) => {
  const { ask } = await startApi(t)
  const shown = await ask('GET', `/api/v1/recipe/${chart}/`)
  assert.deepEqual(shown.json, { chart: 'https://example.org/charts/shown', version: '1' })
  const key = clientKey().base64Url()
  assertProblem(await ask('POST', `/api/v1/deploy/${chart}/${key}`), 400, /no command/)
  assertProblem(await ask('POST', `/api/v1/deploy/${broken}/${key}`), 400, /has no version/)
  assertProblem(await ask('GET', `/api/v1/recipe/${broken}/`), 404)
})

test('recipes that are not there, or whose values have no JSON', async (t) => {
  const { ask } = await startApi(t)
  assertProblem(await ask('GET', `/api/v1/recipe/${zero.replace('0', '9')}/`), 404)
  assertProblem(await ask('GET', '/api/v1/recipe/nonsense/'), 404)
  assertProblem(await ask('GET', `/api/v1/recipe/${endless}/`), 500)
  assert.equal((await ask('GET', `/api/v1/recipe/${zero}`)).status, 200, 'without the final slash')
})

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { PrivateKey } from '#dist/keys/private-key.js'
import { until } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { isAlive } from '../processes.js'
import {
  ask,
  deploy,
  fetchInside,
  holdings,
  openClient,
  recipeUuid,
  startRecipe,
  startRecipeOf,
} from './real.js'

const node = process.execPath

function canRun(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')
}

/** Serves on a port what `expression` is at each request. */
function serving(expression: string, port = 8080): string {
  return `require('http').createServer((request, response) => {
    response.end(JSON.stringify(${expression}))
  }).listen(${port})`
}

/** The problem that a deployment ends with; nothing of it may be left. */
async function refused(cloudlet: Parameters<typeof ask>[0]): Promise<{ status: number; detail: string }> {
  const before = holdings().processes
  const answer = await ask(cloudlet, recipeUuid, PrivateKey.generate())
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(cloudlet.deployments(), [])
  await until('its processes have ended', () => holdings().processes.length === before.length)
  return { status: answer.status, ...((await answer.json()) as { detail: string }) }
}

test('a command serves behind the tunnel, by all names of its recipe', async (t) => {
  if (!canRun(t)) return
  const fields = {
    values: { fullnameOverride: 'main' },
    names: ['other'],
    command: [node, '-e', serving('request.url')],
    ports: [8080],
  }
  const { cloudlet } = await startRecipeOf(t, fields)
  const client = await openClient(t, await deploy(cloudlet, recipeUuid))
  assert.equal(await fetchInside(t, client, 'http://main:8080/a'), '"/a"')
  assert.equal(await fetchInside(t, client, 'http://other:8080/b'), '"/b"')
})

test('a command has its environment and directory, the deployment’s DNS, and no rights but any port', async (t) => {
  if (!canRun(t)) return
  const seen = `{
    env: process.env,
    cwd: process.cwd(),
    resolver: require('fs').readFileSync('/etc/resolv.conf', 'utf8'),
    status: require('fs').readFileSync('/proc/self/status', 'utf8'),
    uid: process.getuid(),
    interfaces: Object.keys(require('os').networkInterfaces()).sort(),
  }`
  const { cloudlet } = await startRecipeOf(
    t,
    { command: [node, '-e', serving(seen, 80)], ports: [80], environment: { MODE: 'test', BASE: 'recipe' } },
    { environment: { BASE: 'cloudlet', KEPT: 'yes' } },
  )
  const deployed = await deploy(cloudlet, recipeUuid)
  const { name } = deployed.deployment
  const client = await openClient(t, deployed)
  const { env, cwd, resolver, status, uid, interfaces } = JSON.parse(
    await fetchInside(t, client, 'http://service/'),
  )
  assert.deepEqual(env, {
    BASE: 'recipe',
    KEPT: 'yes',
    MODE: 'test',
    SINFONIA_UUID: recipeUuid,
    SINFONIA_DEPLOYMENT: name,
  })
  assert.match(cwd, /sinfonia-cloudlet-/)
  assert.match(resolver, new RegExp(`^nameserver 10\\.96\\.0\\.10\\nsearch ${name}\\.svc\\.cluster\\.local `))
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) {
    assert.match(status, new RegExp(`^${set}:\t0+$`, 'm'))
  }
  assert.match(status, /^NoNewPrivs:\t1$/m)
  assert.equal(uid, process.getuid?.())
  assert.deepEqual(interfaces, ['lo', 'wg0'])
})

test('answered only when every port listens', async (t) => {
  if (!canRun(t)) return
  const script = `${serving('1')}; setTimeout(() => { ${serving('2', 8081)} }, 300)`
  const { cloudlet } = await startRecipe(t, script, { ports: [8080, 8081] })
  const client = await openClient(t, await deploy(cloudlet, recipeUuid))
  assert.equal(await fetchInside(t, client, 'http://service:8081/'), '2')
})

test('a command without ports is answered as soon as it runs', async (t) => {
  if (!canRun(t)) return
  const { cloudlet } = await startRecipe(t, 'setInterval(() => {}, 1e6)', { ports: [] })
  await deploy(cloudlet, recipeUuid)
})

test('a command that ends at once: 500 that says so, and the log has what it said', async (t) => {
  if (!canRun(t)) return
  const script = 'console.error("no licence"); process.stdout.write("half a line"); process.exitCode = 3'
  const before = holdings()
  const { cloudlet, lines } = await startRecipe(t, script)
  const { status, detail } = await refused(cloudlet)
  assert.equal(status, 500)
  assert.match(detail, /ended with status 3 before it was ready/)
  assert.ok(lines.some((line) => line.endsWith('no licence')))
  assert.ok(lines.some((line) => line.endsWith('half a line')))
  await cloudlet.close()
  await until('every descriptor is closed', () => holdings().descriptors <= before.descriptors)
})

test('a command that is killed before it is ready', async (t) => {
  if (!canRun(t)) return
  const { cloudlet } = await startRecipe(t, 'process.kill(process.pid, "SIGKILL")')
  assert.match((await refused(cloudlet)).detail, /was ended by SIGKILL before it was ready/)
})

test('a command that is not there, or is no program', async (t) => {
  if (!canRun(t)) return
  const missing = await startRecipeOf(t, { command: ['no-such-program-anywhere'], ports: [] })
  const { status, detail } = await refused(missing.cloudlet)
  assert.equal(status, 500)
  assert.match(detail, /no-such-program-anywhere/)
  const data = await startRecipeOf(t, { command: ['/etc/passwd'], ports: [] })
  assert.match((await refused(data.cloudlet)).detail, /\/etc\/passwd/)
})

test('a command that does not listen in time, or only for itself', async (t) => {
  if (!canRun(t)) return
  const script = `require('net').createServer().listen(8080, '127.0.0.1', () => console.log('ready'))`
  const { cloudlet, lines } = await startRecipe(t, script, { backendTimeout: 1 })
  const { status, detail } = await refused(cloudlet)
  assert.equal(status, 500)
  assert.match(detail, /does not listen on port 8080 after 1 s/)
  assert.ok(lines.some((line) => line.endsWith('ready')))
})

test('a command that ends later: its deployment is released, and what it left running too', async (t) => {
  if (!canRun(t)) return
  const script = `
    require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true, stdio: 'ignore' })
    require('http').createServer((request, response) => {
      response.end('bye', () => { console.error('out of memory'); process.exit(4) })
    }).listen(8080)`
  const before = holdings().processes
  const { cloudlet, lines } = await startRecipe(t, script)
  const client = await openClient(t, await deploy(cloudlet, recipeUuid))
  assert.equal(await fetchInside(t, client, 'http://service:8080/'), 'bye')
  await until('the deployment is released', () =>
    lines.some((line) => /released, the backend .* status 4$/.test(line)),
  )
  assert.ok(lines.some((line) => line.endsWith('out of memory')))
  await client.close()
  assert.deepEqual(holdings().processes, before)
})

test('stopped: a command gets SIGTERM first, and SIGKILL where it does not end', async (t) => {
  if (!canRun(t)) return
  const polite = `${serving('0')}; process.on('SIGTERM', () => { console.log('tidied up'); process.exit(0) })`
  const said: string[] = []
  const { cloudlet } = await startRecipe(t, polite, { debug: (line) => said.push(line) })
  await deploy(cloudlet, recipeUuid)
  await cloudlet.close()
  await until('its last words are heard', () => said.some((line) => line.endsWith('tidied up')))
  const stubborn = await startRecipe(t, `${serving('0')}; process.on('SIGTERM', () => {})`)
  const before = holdings().processes
  await deploy(stubborn.cloudlet, recipeUuid)
  const started = holdings().processes.filter((pid) => !before.includes(pid))
  await stubborn.cloudlet.close()
  assert.ok(!started.some((pid) => isAlive(pid)))
})

test('stopped while a command does not get ready: told so, and nothing is left', async (t) => {
  if (!canRun(t)) return
  const before = holdings().processes
  const { cloudlet } = await startRecipe(t, 'setInterval(() => {}, 1e6)')
  const asked = ask(cloudlet, recipeUuid, PrivateKey.generate())
  await until('the command runs', () => holdings().processes.length === before.length + 3)
  await cloudlet.close()
  assert.equal((await asked).status, 503)
  assert.deepEqual(holdings().processes, before)
})

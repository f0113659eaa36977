import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { parsePrefix } from '#dist/address/prefix.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Command, until } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { commandLine, descendants, isAlive } from '../processes.js'
import {
  ask,
  deploy,
  fetchInside,
  helloworldUuid,
  holdings,
  openClient,
  runInside,
  startCloudlet,
} from './real.js'

function canRun(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')
}

test('two clients get two deployments, and each reaches its own by name', async (t) => {
  if (!canRun(t)) return
  const { cloudlet } = await startCloudlet(t)
  const both = await Promise.all([deploy(cloudlet), deploy(cloudlet)])
  assert.equal(cloudlet.deployments().length, 2)
  const answers = await Promise.all(
    both.map(async (each) => await fetchInside(t, await openClient(t, each), 'http://helloworld/')),
  )
  for (const [index, { deployment }] of both.entries()) {
    assert.equal(answers[index], `Hello from the cloudlet: this is deployment ${deployment.name}.\n`)
  }
})

test('the names behind the tunnel: short, in full, of addresses; others do not exist', async (t) => {
  if (!canRun(t)) return
  const { cloudlet } = await startCloudlet(t)
  const deployed = await deploy(cloudlet)
  const { name } = deployed.deployment
  const client = await openClient(t, deployed)
  const script = `
    import { lookup, reverse, resolve4 } from 'node:dns/promises'
    const [domain] = process.argv.slice(1)
    const failure = (promise) => promise.then(() => 'found', (error) => error.code)
    console.log(JSON.stringify([
      (await lookup('helloworld')).address,
      (await lookup('helloworld.' + domain)).address,
      await resolve4('helloworld.' + domain + '.svc.cluster.local'),
      await reverse('10.96.0.80'),
      await failure(lookup('example.com')),
      await failure(lookup('nobody')),
    ]))`
  assert.deepEqual(JSON.parse(await runInside(t, client, script, String(name))), [
    '10.96.0.80',
    '10.96.0.80',
    ['10.96.0.80'],
    [`helloworld.${name}.svc.cluster.local`],
    'ENOTFOUND',
    'ENOTFOUND',
  ])
})

test('IPv6 inside and outside the tunnel', async (t) => {
  if (!canRun(t) || !needs(t, 'IPv6')) return
  const addresses = [parsePrefix('10.5.0.0/16'), parsePrefix('fd00:5::/64')]
  const { cloudlet } = await startCloudlet(t, { host: '::1', addresses })
  assert.match(cloudlet.url, /^http:\/\/\[::1\]:\d+$/)
  const deployed = await deploy(cloudlet)
  assert.equal(deployed.deployment.tunnel.endpoint.kind, 'v6')
  const client = await openClient(t, deployed)
  assert.match(await fetchInside(t, client, 'http://[fd00:10:96::50]/'), /^Hello/)
  assert.match(await fetchInside(t, client, 'http://10.96.0.80/'), /^Hello/)
})

test('IPv6 alone inside the tunnel', async (t) => {
  if (!canRun(t) || !needs(t, 'IPv6')) return
  const { cloudlet } = await startCloudlet(t, { addresses: [parsePrefix('fd00:5::/64')] })
  const client = await openClient(t, await deploy(cloudlet))
  assert.match(await fetchInside(t, client, 'http://helloworld/'), /^Hello/)
})

test('the same key: the same deployment, and its tunnel goes on', async (t) => {
  if (!canRun(t)) return
  const { cloudlet } = await startCloudlet(t)
  const key = PrivateKey.generate()
  const [first, second] = await Promise.all([
    deploy(cloudlet, helloworldUuid, key),
    deploy(cloudlet, helloworldUuid, key),
  ])
  assert.deepEqual(first.deployment, second.deployment)
  assert.equal(cloudlet.deployments().length, 1)
  const client = await openClient(t, first)
  await fetchInside(t, client, 'http://helloworld/')
  assert.deepEqual((await deploy(cloudlet, helloworldUuid, key)).deployment, first.deployment)
  await fetchInside(t, client, 'http://helloworld/')
})

test('idle: released, and nothing of it is left', async (t) => {
  if (!canRun(t)) return
  // Time enough for a busy machine to start the client's program: its handshake is the last sign of it.
  const { cloudlet, lines } = await startCloudlet(t, { lease: 10 })
  const before = holdings()
  const deployed = await deploy(cloudlet)
  const client = await openClient(t, deployed)
  await fetchInside(t, client, 'http://helloworld/')
  await client.close()
  await until('the deployment is released', () => cloudlet.deployments().length === 0)
  await until('its release is over', () => lines.some((line) => line.endsWith('idle for its lease time')))
  assert.deepEqual(holdings().processes, before.processes)
})

test('stopped: nothing is left, of any number of deployments', async (t) => {
  if (!canRun(t)) return
  const before = holdings()
  const { cloudlet } = await startCloudlet(t)
  await Promise.all([deploy(cloudlet), deploy(cloudlet), deploy(cloudlet)])
  const { processes } = holdings()
  assert.equal(processes.length - before.processes.length, 6, 'three keepers, three engines')
  await Promise.all([cloudlet.close(), cloudlet.close()])
  assert.deepEqual(cloudlet.deployments(), [])
  assert.ok(!processes.some((pid) => isAlive(pid)))
  await until('every descriptor is closed', () => holdings().descriptors <= before.descriptors)
})

test('stopped while it deploys: the client is told, and nothing is left', async (t) => {
  if (!canRun(t)) return
  const before = holdings()
  const { cloudlet } = await startCloudlet(t)
  const asked = ask(cloudlet, helloworldUuid, PrivateKey.generate())
  await until('the deployment has begun', () => holdings().processes.length > before.processes.length)
  await cloudlet.close()
  const answer = await asked
  assert.equal(answer.status, 503)
  assert.match(await answer.text(), /the cloudlet stops/)
  assert.deepEqual(holdings().processes, before.processes)
})

test('a cloudlet that is killed leaves no process', async (t) => {
  if (!canRun(t)) return
  const command = new Command(['cloudlet'])
  const [url] = await command.output(/^http:\S+$/m)
  const key = PrivateKey.generate().publicKey().base64Url()
  const answer = await fetch(`${url}/api/v1/deploy/${helloworldUuid}/${key}`, { method: 'POST' })
  assert.equal(answer.status, 200, await answer.text())
  const processes = descendants(command.pid)
  assert.equal(processes.length, 2)
  command.process.kill('SIGKILL')
  await until('all of them have ended', () => !processes.some((pid) => isAlive(pid)))
})

for (const program of ['sinfonia-engine', 'sinfonia-launcher']) {
  test(`a ${program} that is killed takes its deployment with it, and no other`, async (t) => {
    if (!canRun(t)) return
    const { cloudlet } = await startCloudlet(t)
    const kept = await deploy(cloudlet)
    const others = holdings().processes
    const lost = await deploy(cloudlet)
    const own = holdings().processes.filter((pid) => !others.includes(pid))
    assert.equal(own.length, 2)
    for (const pid of own) if (commandLine(pid).includes(program)) process.kill(pid, 'SIGKILL')
    await until('the deployment is released', () => cloudlet.deployments().length === 1)
    await until('its other process has ended', () => !own.some((pid) => isAlive(pid)))
    const again = await deploy(cloudlet, helloworldUuid, lost.key)
    assert.notEqual(again.deployment.name, lost.deployment.name)
    for (const each of [kept, again]) {
      const body = await fetchInside(t, await openClient(t, each), 'http://helloworld/')
      assert.ok(body.includes(String(each.deployment.name)))
    }
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPrefix, parsePrefix } from '#dist/address/prefix.js'
import type { CloudletDeployment } from '#dist/cloudlet/deployment.js'
import { helloworld } from '#dist/cloudlet/recipes/helloworld.js'
import { clientKey, fakeCloudlet, otherRecipe, settled } from './fakes.js'

test('a deployment tells all that its client needs', async () => {
  const { deployments, deployer, clock } = fakeCloudlet()
  const key = clientKey()
  const deployment = await deployments.deploy(helloworld, key)
  const [running] = deployer.started
  assert.match(deployment.name, /^[a-z]+-[a-z]+$/)
  assert.equal(deployment.uuid, helloworld.uuid)
  assert.equal(deployment.applicationKey, key)
  assert.equal(deployment.created.getTime(), clock.now())
  assert.deepEqual(deployment.tunnel, {
    publicKey: running?.publicKey,
    endpoint: { host: '127.0.0.1', kind: 'v4', port: 51_000 },
    addresses: [parsePrefix('10.5.0.2/32')],
    allowedIps: [parsePrefix('0.0.0.0/0')],
    dnsServers: ['10.96.0.10'],
    searchDomains: [`${deployment.name}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'],
  })
  assert.deepEqual(deployments.list(), [deployment])
})

test('IPv6 ranges give IPv6 to all parts', async () => {
  const both = await fakeCloudlet({ ranges: ['10.5.0.0/16', 'fd00:5::/64'] }).deployments.deploy(
    helloworld,
    clientKey(),
  )
  assert.deepEqual(addressesOf(both), ['10.5.0.2', 'fd00:5::2'])
  assert.deepEqual(both.tunnel.allowedIps.map(formatPrefix), ['0.0.0.0/0', '::/0'])
  assert.deepEqual(both.tunnel.dnsServers, ['10.96.0.10', 'fd00:10:96::a'])
  const one = await fakeCloudlet({ ranges: ['fd00:5::/64'] }).deployments.deploy(helloworld, clientKey())
  assert.deepEqual(one.tunnel.allowedIps.map(formatPrefix), ['::/0'])
  assert.deepEqual(one.tunnel.dnsServers, ['fd00:10:96::a'])
})

test('the same key and application: the same deployment, also when asked for at the same moment', async () => {
  const { deployments, deployer } = fakeCloudlet()
  const key = clientKey()
  const [first, second] = await Promise.all([
    deployments.deploy(helloworld, key),
    deployments.deploy(helloworld, key),
  ])
  assert.equal(first, second)
  assert.equal(await deployments.deploy(helloworld, key), first)
  assert.equal(await deployments.find(helloworld.uuid, key), first)
  assert.equal(deployer.started.length, 1)
})

test('another key or another application: another deployment', async () => {
  const { deployments, deployer } = fakeCloudlet()
  const key = clientKey()
  const all = await Promise.all([
    deployments.deploy(helloworld, key),
    deployments.deploy(helloworld, clientKey()),
    deployments.deploy(otherRecipe(), key),
  ])
  assert.equal(deployer.started.length, 3)
  assert.equal(new Set(all.map(({ name }) => name)).size, 3)
  assert.equal(new Set(all.flatMap(addressesOf)).size, 3)
})

test('a failed start fails for all who wait for it, leaves nothing, and can be tried again', async () => {
  const { deployments, deployer } = fakeCloudlet({ ranges: ['10.5.0.0/30'] })
  const key = clientKey()
  deployer.before = () => Promise.reject(new Error('no namespace'))
  const both = [deployments.deploy(helloworld, key), deployments.deploy(helloworld, key)]
  for (const each of both) await assert.rejects(each, /no namespace/)
  await settled()
  assert.deepEqual(deployments.list(), [])
  deployer.before = () => {}
  assert.deepEqual(addressesOf(await deployments.deploy(helloworld, key)), ['10.5.0.2'])
})

test('idle for the lease time: released, its address free again, and the key gets a new one', async () => {
  const { deployments, deployer, clock } = fakeCloudlet({ ranges: ['10.5.0.0/30'] })
  const key = clientKey()
  const first = await deployments.deploy(helloworld, key)
  await clock.pass(299)
  assert.equal(await deployments.deploy(helloworld, key), first, 'asking again renews the lease')
  await clock.pass(299)
  assert.deepEqual(deployments.list(), [first])
  await clock.pass(1)
  await settled()
  assert.deepEqual(deployments.list(), [])
  assert.equal(deployer.started[0]?.isClosed, true)
  const second = await deployments.deploy(helloworld, key)
  assert.notEqual(second, first)
  assert.deepEqual(addressesOf(second), ['10.5.0.2'])
})

test('a tunnel with handshakes stays', async () => {
  const { deployments, deployer, clock } = fakeCloudlet()
  await deployments.deploy(helloworld, clientKey())
  const [running] = deployer.started
  assert.ok(running)
  for (let minute = 0; minute < 60; minute++) {
    running.handshake = new Date(clock.now())
    await clock.pass(60)
  }
  assert.equal(deployments.list().length, 1)
})

test('released when its backend or tunnel ends, or does not answer any more', async () => {
  const { deployments, deployer, clock, lines } = fakeCloudlet()
  await deployments.deploy(helloworld, clientKey())
  await deployments.deploy(helloworld, clientKey())
  const [first, second] = deployer.started
  assert.ok(first && second)
  first.end('the backend ended with status 1')
  await settled()
  assert.deepEqual([first.isClosed, second.isClosed], [true, false])
  assert.ok(lines.some((line) => line.endsWith('released, the backend ended with status 1')))
  second.isMute = true
  await clock.pass(300)
  await settled()
  assert.equal(second.isClosed, true)
  assert.deepEqual(deployments.list(), [])
})

test('an address is not given to another while its deployment is still ending', async () => {
  const { deployments, deployer } = fakeCloudlet({ ranges: ['10.5.0.0/30'] })
  await deployments.deploy(helloworld, clientKey())
  const [running] = deployer.started
  assert.ok(running)
  let finish = () => {}
  running.closing = new Promise((resolve) => {
    finish = resolve
  })
  running.end('over')
  await settled()
  assert.deepEqual(deployments.list(), [])
  await assert.rejects(deployments.deploy(helloworld, clientKey()), { code: 'ERR_CLOUDLET' })
  finish()
  await settled()
  await deployments.deploy(helloworld, clientKey())
})

test('a release that fails is told, and frees its address all the same', async () => {
  const { deployments, deployer, lines } = fakeCloudlet({ ranges: ['10.5.0.0/30'] })
  await deployments.deploy(helloworld, clientKey())
  const [running] = deployer.started
  assert.ok(running)
  running.closing = Promise.reject(new Error('a process does not end'))
  running.end('over')
  await settled()
  assert.ok(lines.some((line) => line.includes('a process does not end')))
  await deployments.deploy(helloworld, clientKey())
})

test('no more than the maximum', async () => {
  const { deployments } = fakeCloudlet({ maximum: 2 })
  await deployments.deploy(helloworld, clientKey())
  await deployments.deploy(helloworld, clientKey())
  await assert.rejects(deployments.deploy(helloworld, clientKey()), {
    code: 'ERR_CLOUDLET',
    message: /2 deployments/,
  })
})

test('closed: all are released, those that start are aborted, nothing starts any more', async () => {
  const { deployments, deployer, clock } = fakeCloudlet()
  await deployments.deploy(helloworld, clientKey())
  let aborted: unknown
  deployer.before = (_plan, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted = signal.reason
        reject(signal.reason)
      })
    })
  const starting = assert.rejects(deployments.deploy(helloworld, clientKey()), { code: 'ERR_CLOSED' })
  await Promise.all([deployments.close(), deployments.close(), starting])
  assert.equal((aborted as Error).name, 'OperationError')
  assert.ok(deployer.started.every(({ isClosed }) => isClosed))
  assert.deepEqual(deployments.list(), [])
  assert.equal(clock.timers, 0)
  await assert.rejects(deployments.deploy(helloworld, clientKey()), { code: 'ERR_CLOSED' })
})

test('closed while a start cannot be aborted any more: what came of it is closed too', async () => {
  const { deployments, deployer } = fakeCloudlet()
  let finish = () => {}
  deployer.before = () =>
    new Promise((resolve) => {
      finish = resolve
    })
  const starting = assert.rejects(deployments.deploy(helloworld, clientKey()), { code: 'ERR_CLOSED' })
  const closing = deployments.close()
  finish()
  await Promise.all([starting, closing])
  assert.equal(deployer.started[0]?.isClosed, true)
})

function addressesOf({ tunnel }: CloudletDeployment): readonly string[] {
  return tunnel.addresses.map(({ address }) => address)
}

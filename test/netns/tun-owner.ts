/** Run by tun.test.ts as root of new user, network and mount namespaces, in which only 0 is mapped. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { Network } from '#dist/network/network.js'
import { refusal } from './networks.js'

await using network = await Network.open()
const tun = { mode: 'tap', owner: 0, group: 0 } as const
const link = await network.links.create({ name: 't0', kind: 'tun', tun })
assert.deepEqual([link.tun?.mode, link.tun?.owner, link.tun?.group], ['tap', 0, 0])
const { stdout } = spawnSync('ip', ['-json', '-details', 'link', 'show', 't0'], { encoding: 'utf8' })
const { info_data: told } = JSON.parse(stdout)[0].linkinfo
assert.equal(told.type, 'tap')
// As root is called here.
assert.deepEqual([told.user, told.group], ['root', 'root'])

// ip looks into sysfs for what it shows here; containers refuse to mount one.
if (spawnSync('mount', ['-t', 'sysfs', 'sysfs', '/sys']).status === 0) {
  const shown = spawnSync('ip', ['tuntap', 'show'], { encoding: 'utf8' }).stdout
  assert.equal(shown.trim(), 't0: tap persist user 0 group 0')
}

// One that ip makes is told alike.
const words = ['tuntap', 'add', 'dev', 'other', 'mode', 'tap', 'multi_queue', 'vnet_hdr']
assert.equal(spawnSync('ip', words).status, 0)
const same = { mode: 'tap', multiQueue: true, vnetHeader: true } as const
const ours = await network.links.create({ name: 'ours', kind: 'tun', tun: same })
assert.deepEqual(ours.tun, (await network.links.get('other')).tun)

// A uid that is nobody here: nothing is left of the link.
const unmapped = await refusal(
  network.links.create({ name: 't1', kind: 'tun', tun: { mode: 'tun', owner: 4242 } }),
)
assert.equal(unmapped.code, 'EINVAL')
assert.equal((await refusal(network.links.get('t1'))).code, 'ENODEV')
process.stdout.write('done\n')

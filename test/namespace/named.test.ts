// Named network namespaces, which ip-netns(8) has to know as we know its own.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { programPath } from '#dist/addon/programs.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { needs } from '../needs.js'
import { inChild } from '../netns/child.js'
import { refusal } from '../netns/networks.js'

/** /etc and /run are its own, so that nothing is seen of it outside. */
const mounts = ['sh', '-ec', 'mount -t tmpfs none /etc; mount -t tmpfs none /run; exec "$@"', 'sh']
const script = '../namespace/named-inside.js'

test('made and deleted by us or by ip, as root', (t) => {
  if (!needs(t, 'addon', 'launcher', 'root', 'unshare', 'ip')) return
  inChild(script, 'unshare', '--mount', ...mounts)
})

test('the same as root of a user namespace', (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'unshare', 'ip')) return
  // With a network that is its own: ip goes back to it when it has made another one.
  inChild(script, 'unshare', '--user', '--map-root-user', '--mount', '--net', ...mounts)
})

test('the launcher is no command of its own', (t) => {
  if (!needs(t, 'launcher')) return
  for (const words of [[], ['add'], ['add', 'blue'], ['rename', 'blue'], ['add', 'a', 'b']]) {
    const { status, stderr } = spawnSync(programPath('sinfonia-launcher'), ['netns', ...words], {
      encoding: 'utf8',
    })
    assert.equal(status, 2)
    assert.match(stderr, /'netns' is started by sinfonia-tier3/)
  }
})

test('not for ordinary users', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'ordinary user')) return
  for (const trial of [Namespace.create({ name: 'blue' }), Namespace.delete('blue')]) {
    const error = await refusal(trial)
    assert.deepEqual([error.code, error.subject], ['EPERM', 'blue'])
    assert.match(error.message, /root/)
    assert.match(String(error.remedy), /root/)
  }
  assert.ok(Array.isArray(await Namespace.list()))
})

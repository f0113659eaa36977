// The script that setup prints, run by root below /run: where it refuses, and what it leaves.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { installationScript, removalScript } from '#dist/installation/script.js'
import { setAccessList } from '../access-list.js'
import { type Need, needs } from '../needs.js'

const able = (t: TestContext, ...more: readonly Need[]) => needs(t, 'root', 'launcher', 'helper', ...more)

/** In a directory that is root's alone. */
function scriptFor(t: TestContext, ...below: readonly string[]): { script: string; directory: string } {
  const around = mkdtempSync('/run/sinfonia-tier3-test-')
  t.after(() => rmSync(around, { recursive: true }))
  chmodSync(around, 0o755)
  const directory = join(around, ...below)
  return { directory, script: installationScript({ directory, permitted: 'everyone', profile: false }) }
}

function refuses(script: string, why: RegExp): void {
  const { status, stderr } = spawnSync('sh', { input: script, encoding: 'utf8' })
  assert.match(stderr, why)
  assert.equal(status, 1)
}

test('a default ACL is refused without a tool that shows it, before anything is created', (t) => {
  if (!able(t, 'ACLs')) return
  const { script, directory } = scriptFor(t, 'deep', 'libexec')
  const around = dirname(dirname(directory))
  setAccessList(around, 'default')
  refuses(script, new RegExp(`^${around} has a default ACL`))
  assert.deepEqual(readdirSync(around), [])
})

test('what cannot be looked at is not taken for good', (t) => {
  if (!able(t)) return
  const { script, directory } = scriptFor(t, 'libexec')
  for (const find of ['false', 'no-such-find']) {
    refuses(script.replaceAll('$(find ', `$(${find} `), / cannot be looked at$/m)
    assert.ok(!existsSync(directory))
  }
})

test('a directory that only root may enter is refused, and a link in the place of one that was read', (t) => {
  if (!able(t)) return
  const { script, directory } = scriptFor(t, 'deep', 'libexec')
  const deep = dirname(directory)
  mkdirSync(deep, { mode: 0o700 })
  refuses(script, new RegExp(`^${deep} cannot be entered by everyone$`, 'm'))
  chmodSync(deep, 0o755)
  renameSync(deep, `${deep}.other`)
  symlinkSync(`${deep}.other`, deep)
  refuses(script, new RegExp(`^${deep} is not root's alone$`, 'm'))
  assert.deepEqual(readdirSync(`${deep}.other`), [])
})

test('directories that it created on the way go again, and no other', (t) => {
  if (!able(t)) return
  const { script, directory } = scriptFor(t, 'there', 'a', 'b', 'libexec')
  const there = dirname(dirname(dirname(directory)))
  mkdirSync(there)
  // Nothing is granted here: this is about directories.
  const harmless = script.replace('setcap cap_net_admin=p', 'true').replace('setfattr -n', 'true')
  const { status, stderr } = spawnSync('sh', { input: harmless, encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.equal(status, 0)
  assert.equal(readFileSync(join(directory, '.created'), 'utf8'), `${there}/a/b\n${there}/a\n`)
  spawnSync('sh', { input: removalScript(directory) })
  assert.deepEqual(readdirSync(there), [])
})

/** Runs a suite in namespaces of its own and makes a test of each group. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { needs } from '../../needs.js'
import type { Compared, Group } from './case.js'
import { knownDifferences } from './known-differences.js'
import { type Suite, suites } from './suites.js'
import { hosts, services } from './texts.js'

export function compareSuite(suite: Suite): void {
  test(`${suite} cases go through wg and through ours`, async (t) => {
    if (!needs(t, 'kernel WireGuard', 'addon', 'wg', 'bash', 'ip')) return
    const compared = outcomes(t, suite)
    const groups: readonly Group[] = suites[suite]
    for (const [index, group] of groups.entries()) {
      await t.test(`${group.title}: ${group.cases.length} cases`, (t) => {
        const different = check(group, compared[index] ?? [])
        t.diagnostic(`${different.length} differences, all known`)
      })
    }
  })
}

function outcomes(t: TestContext, suite: Suite): Compared[][] {
  const directory = mkdtempSync(join(tmpdir(), 'wg-differential-'))
  chmodSync(directory, 0o755)
  t.after(() => rmSync(directory, { recursive: true }))
  const texts = { hosts, services, 'nsswitch.conf': 'hosts: files\nservices: files\n' }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text)
  const script = `
    for file in ${Object.keys(texts).join(' ')}; do mount --bind "$1/$file" "/etc/$file" || exit; done
    mkdir -p /run/wireguard && mount -t tmpfs tmpfs /run/wireguard && ip link set lo up && umask 077 && exec "$2" "$3" "$4" "$1"`
  const driver = join(import.meta.dirname, 'driver.js')
  const args = ['--net', '--mount', 'sh', '-c', script, 'sh', directory, process.execPath, driver, suite]
  execFileSync('unshare', args, { env: environment() })
  const failure = join(directory, 'failure')
  if (existsSync(failure)) throw new Error(readFileSync(failure, 'utf8'))
  return JSON.parse(readFileSync(join(directory, 'compared.json'), 'utf8'))
}

/** Nothing that either program heeds but what a case sets. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return { PATH, HOME, LANG: 'C.UTF-8', WG_ENDPOINT_RESOLUTION_RETRIES: '0' }
}

function check(group: Group, compared: readonly Compared[]): readonly Compared[] {
  assert.deepEqual(
    compared.map(({ name }) => name),
    group.cases.map(({ name }) => name),
  )
  for (const { name, theirs } of compared) {
    const outcome = theirs.status === 0 ? 'taken' : 'refused'
    assert.equal(outcome, group.expected ?? outcome, `wg itself, of ${name}: ${theirs.stderr}`)
  }
  const different = compared.filter(({ theirs, ours }) => !isDeepStrictEqual(theirs, ours))
  const unknown = different.filter((one) => !knownDifferences.some(({ covers }) => covers(one)))
  assert.deepEqual(unknown.map(told), [])
  return different
}

/** The parts that differ. */
function told({ name, theirs, ours }: Compared) {
  const parts = (['status', 'stdout', 'stderr', 'state'] as const).filter(
    (part) => theirs[part] !== ours[part],
  )
  return {
    name,
    ...Object.fromEntries(parts.map((part) => [part, { theirs: theirs[part], ours: ours[part] }])),
  }
}

// The launch by the kernel's WireGuard: the same suite as in userspace, by root and by a user through the helper.
import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { freshPrefix, setup, user } from './installation.js'
import { type Person, runAs } from './person.js'

/** Files of test/end-to-end, over the kernel's way. */
async function passes(
  t: TestContext,
  suite: readonly string[],
  person: Person,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const files = suite.map((name) => resolve(`build/test/end-to-end/${name}.test.js`))
  const { code, output } = await runAs(person, ['--test', '--test-reporter=spec', ...files], {
    SINFONIA_TIER3_TUNNEL: 'kernel',
    ...env,
  })
  const count = (what: string) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(output)?.[1])
  assert.equal(code, 0, output)
  assert.ok(count('pass') > suite.length, output)
  assert.equal(count('skipped'), 0, output)
  t.diagnostic(`${count('pass')} tests of the launch`)
}

test('as root, who makes the link himself', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'root')) return
  await passes(t, ['demo', 'hand-over'], {})
})

test('as an ordinary user, for whom the helper makes the link', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'root')) return
  const prefix = freshPrefix(t)
  await setup(prefix, ['--everyone'])
  const suite = ['launch', 'left-behind', 'debug']
  await passes(t, suite, user, { SINFONIA_TIER3_LIBEXEC: prefix })
})

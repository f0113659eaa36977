// Descriptors that the command was started with, and what the application has of them.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { environment, run, startCloudlet } from './command.js'

/** Runs the command with these redirections of a shell, and a script as the application. */
async function runWith(t: TestContext, redirections: string, options: readonly string[], script: string) {
  const env = environment(t)
  const directory = env.XDG_CACHE_HOME ?? ''
  writeFileSync(join(directory, 'three'), 'the third\n')
  writeFileSync(join(directory, 'five'), 'the fifth\n')
  return await run([...options, await startCloudlet(t), 'helloworld', 'sh', '-c', script], {
    env,
    before: ['sh', '-c', `cd "$0"; exec "$@" ${redirections}`, directory],
  })
}

function able(t: TestContext): boolean {
  return needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')
}

test('--pass-fd: under the same number, those between are /dev/null, and no other is there', async (t) => {
  if (!able(t)) return
  const script = 'cat <&3; cat <&4; cat <&5; ls /proc/$$/fd; :'
  const options = ['--pass-fd', '5', '--pass-fd', '3']
  const { code, stdout, stderr } = await runWith(t, '3<three 5<five 6<five 30<five', options, script)
  assert.equal(code, 0, stderr)
  assert.equal(stdout, 'the third\nthe fifth\n0\n1\n2\n3\n4\n5\n')
})

test('without it the application has the first three only', async (t) => {
  if (!able(t)) return
  const { stdout } = await runWith(t, '3<three 30<five', [], 'ls /proc/$$/fd; :')
  assert.equal(stdout, '0\n1\n2\n')
})

test('both ends of a pipe can be passed one by one, and it ends with the application', async (t) => {
  if (!able(t)) return
  const { stdout, stderr } = await runWith(
    t,
    '3<&0 4>&1',
    ['--pass-fd', '3', '--pass-fd', '4'],
    'cat <&3; echo out >&4',
  )
  assert.equal(stdout, 'out\n', stderr)
})

test('what the command was not started with is refused: nothing, and what Node has opened there', async (t) => {
  if (!able(t)) return
  for (const number of Array.from({ length: 8 }, (_, at) => String(at + 3))) {
    if (number === '7') continue
    const { code, stderr } = await run(['--pass-fd', number, 'http://127.0.0.1:9', 'helloworld', 'true'], {
      env: environment(t),
      before: ['sh', '-c', 'exec "$@" 7<"$0"', process.execPath],
    })
    // The one /dev/null among Node's own may be passed: it is nothing.
    if (/Tier1 at/.test(stderr)) continue
    assert.equal(code, 2)
    assert.match(stderr, new RegExp(`descriptor ${number} cannot be passed on`))
  }
})

/** Builds the tests of the native rooms with the sanitizers, warnings as errors, and runs them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { needs } from '../needs.js'

const top = process.cwd()
const build = join(top, 'build/native-tests')

test('native rooms', async (t) => {
  if (!needs(t, 'compiler')) return
  run('cmake', [
    '-S',
    top,
    '-B',
    build,
    '-DSINFONIA_TESTS=ON',
    '-DSINFONIA_SANITIZE=ON',
    '-DSINFONIA_ADDON=OFF',
  ])
  const targets = ['sinfonia-native-tests', 'sinfonia-native-fuzz']
  run('cmake', ['--build', build, '--parallel', String(availableParallelism()), '--target', ...targets])

  const { status, stdout, stderr } = start('sinfonia-native-tests')
  const results = stdout.matchAll(/((?:^# .*\n)*)^(ok|not ok) (\w+)$/gm)
  let count = 0
  for (const [, problems = '', result, name = ''] of results) {
    count += 1
    await t.test(name.replaceAll('_', ' '), () => assert.equal(result, 'ok', problems))
  }
  assert.equal(status, 0, `${stdout}${stderr}`)
  assert.ok(count > 60, `only ${count} tests ran`)

  await t.test('mutated answers of the kernel are survived', () => {
    const fuzz = start('sinfonia-native-fuzz', '3')
    assert.equal(fuzz.status, 0, `${fuzz.stdout}${fuzz.stderr}`)
  })
})

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  assert.equal(status, 0, `${program}: ${stdout}${stderr}`)
}

function start(program: string, ...args: readonly string[]) {
  return spawnSync(join(build, 'Release', program), args, { encoding: 'utf8' })
}

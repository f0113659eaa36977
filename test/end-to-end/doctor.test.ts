// What doctor says of a package that is not whole.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Diagnosis } from '#dist/diagnosis/diagnosis.js'
import { needs } from '../needs.js'
import { environment } from './command.js'

/** A copy of this package, with the prebuilt files for this system. */
function packageCopy(t: TestContext): { top: string; prebuilt: string } {
  const top = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-package-'))
  t.after(() => rmSync(top, { recursive: true }))
  const native = `prebuilds/${process.platform}-${process.arch}`
  for (const part of ['package.json', 'bin', 'dist', native]) {
    cpSync(part, join(top, part), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(top, 'node_modules'))
  return { top, prebuilt: join(top, native) }
}

function doctorOf(t: TestContext, top: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(top, 'bin/sinfonia-tier3.js'), 'doctor', '--json'],
    { env: environment(t), encoding: 'utf8' },
  )
  assert.equal(stderr, '')
  const { checks, way }: Diagnosis = JSON.parse(stdout)
  assert.deepEqual(
    checks.map(({ name }) => name),
    ['Node', 'native code'],
    'nothing is tried without',
  )
  return { status, way, ...checks[1] }
}

test('a package without files for this system is a failure', (t) => {
  const { top, prebuilt } = packageCopy(t)
  rmSync(prebuilt, { recursive: true })
  const { status, way, state, sentence, remedy } = doctorOf(t, top)
  assert.deepEqual([status, way, state], [1, undefined, 'failure'])
  assert.match(sentence ?? '', /^the native addon cannot be loaded on this system: /)
  assert.match(remedy ?? '', /^Prebuilt files exist for Linux on x64 and arm64; .*npm run build:native/)
})

test('a program that is missing is a failure, and so is one that cannot be executed', (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'helper')) return
  for (const program of ['sinfonia-launcher', 'sinfonia-engine', 'sinfonia-helper']) {
    const { top, prebuilt } = packageCopy(t)
    const path = join(prebuilt, program)
    chmodSync(path, 0o644)
    const closed = doctorOf(t, top)
    assert.deepEqual([closed.status, closed.way, closed.state], [1, undefined, 'failure'])
    assert.equal(closed.sentence, `${path} cannot be executed`)
    assert.match(closed.remedy ?? '', new RegExp(`^Run "chmod 755 ${path}"`))
    rmSync(path)
    const missing = doctorOf(t, top)
    assert.deepEqual([missing.status, missing.way, missing.state], [1, undefined, 'failure'])
    assert.equal(missing.sentence, `the program ${program} is missing for this system`)
  }
})

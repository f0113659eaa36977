import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Script } from 'node:vm'
import { type Ended, environment, run } from './command.js'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

test('--json and --debug of a command count for its errors', async () => {
  const json = await run(['cloudlet', '--json', '--host', 'nonsense'])
  assert.equal(json.code, 2)
  assert.equal(JSON.parse(json.stderr).error.code, 'ERR_INVALID_ARGUMENT')
  const debug = await run(['cloudlet', '--debug', '--host', 'nonsense'])
  assert.match(debug.stderr, /operation: 'cloudlet\.start'/)
})

/** `--version`, told that Node and system are others. */
function versionOn(t: TestContext, { node = process.versions.node, platform = 'linux' }): Promise<Ended> {
  const directory = environment(t).XDG_CACHE_HOME ?? ''
  const disguise = join(directory, 'disguise.cjs')
  writeFileSync(
    disguise,
    `Object.defineProperty(process, 'platform', { value: '${platform}' })
     Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } })`,
  )
  return run(['--version'], { env: { ...process.env, NODE_OPTIONS: `--require ${disguise}` } })
}

test('a Node that is too old is told what it takes, by the number in package.json', async (t) => {
  const [, major = 0, minor = 0] = /^>=(\d+)\.(\d+)$/.exec(manifest.engines.node)?.map(Number) ?? []
  for (const node of [`${major}.${minor - 1}.9`, `${major - 2}.99.0`, '8.10.0']) {
    const { code, stdout, stderr } = await versionOn(t, { node })
    assert.equal(code, 125)
    assert.equal(stdout, '')
    assert.equal(
      stderr,
      `sinfonia-tier3 needs Node ${major}.${minor} or newer, and this is ${node}: ${process.execPath}\n`,
    )
  }
  for (const node of [`${major}.${minor}.0`, `${major + 2}.0.0`]) {
    const { code, stdout } = await versionOn(t, { node })
    assert.equal(code, 0)
    assert.equal(stdout, `${manifest.version}\n`)
  }
})

test('another system is told that Linux is needed', async (t) => {
  const { code, stderr } = await versionOn(t, { platform: 'darwin' })
  assert.equal(code, 125)
  assert.match(stderr, /^sinfonia-tier3 runs on Linux only, and this is darwin: .*\n$/)
})

test('what an old Node must be able to parse is no module and has nothing newer than ES2018', () => {
  const text = readFileSync(manifest.bin['sinfonia-tier3'], 'utf8')
  assert.ok(new Script(text))
  assert.doesNotMatch(text, /\?\?|\?\.|\|\|=|\b\d+n\b|\d_\d|catch \{/)
})

// What sinfonia-wg loads: its start is to take little longer than Node's own.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Builtins that take milliseconds each to load, and that none of these needs; node:tty loads node:net. */
const slow = ['http', 'https', 'tls', 'dns', 'child_process', 'readline', 'worker_threads', 'zlib', 'repl']

/** The files of this package, and Node's modules, that a command line has loaded when it ends. */
function loaded(t: TestContext, ...args: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'wg-start-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const told = join(directory, 'told')
  const script = join(directory, 'tell.cjs')
  writeFileSync(
    script,
    `const { writeFileSync } = require('node:fs')
    const before = new Set(process.moduleLoadList)
    process.on('exit', () => {
      const builtin = process.moduleLoadList.filter((name) => !before.has(name))
      const required = Object.keys(require.cache)
      writeFileSync(${JSON.stringify(told)}, JSON.stringify({ builtin, required }))
    })`,
  )
  const run = (program: readonly string[], env: NodeJS.ProcessEnv = process.env) => {
    const words = ['--require', script, ...program]
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env })
    assert.equal(status, 0, stderr)
    const lists = JSON.parse(readFileSync(told, 'utf8')) as Record<'builtin' | 'required', readonly string[]>
    return { ...lists, stderr }
  }
  const program = [resolve('bin/wg.js'), ...args]
  // Node tells which modules it imports on stderr, for which it loads some itself.
  const imports = run(program, { ...process.env, NODE_DEBUG: 'esm' }).stderr
  const { builtin: all, required } = run(program)
  // From Node 22 on node:util brings node:worker_threads with it.
  const util = join(directory, 'util.mjs')
  writeFileSync(util, "import 'node:util'")
  const ofItsOwn = run([util]).builtin
  const builtin = all.filter((name) => !ofItsOwn.includes(name))
  const imported = [...imports.matchAll(/file:\/\/[^\s'",)]+\.js/g)].map(([url]) => fileURLToPath(url))
  const files = new Set([...required, ...imported].filter((file) => file.startsWith(`${resolve()}/`)))
  return { builtin, files: [...files].map((file) => relative(resolve(), file)).sort() }
}

test('genkey loads one file', (t) => {
  const { builtin, files } = loaded(t, 'genkey')
  assert.deepEqual(files, ['bin/wg.js', 'dist/command-wg/main.js'])
  assert.deepEqual(
    slow.filter((name) => builtin.includes(`NativeModule ${name}`)),
    [],
  )
})

test('show loads two, and what loads the addon', (t) => {
  const { builtin, files } = loaded(t, 'show', 'interfaces')
  const ofAddon = /^node_modules\/node-gyp-build\/|^package\.json$|\.node$/
  assert.deepEqual(
    files.filter((file) => !ofAddon.test(file)),
    ['bin/wg.js', 'dist/command-wg/interfaces.js', 'dist/command-wg/main.js'],
  )
  assert.deepEqual(
    slow.filter((name) => builtin.includes(`NativeModule ${name}`)),
    [],
  )
})

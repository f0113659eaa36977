/** The package as a user gets it: packed, installed elsewhere, run with nothing but Node in PATH. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { needs } from '../needs.js'

const top = process.cwd()
const place = mkdtempSync(join(tmpdir(), 'sinfonia-package-'))
const installed = join(place, 'node_modules/sinfonia-tier3')
/** A PATH with Node alone in it. */
const path = join(place, 'path')
let failure = ''

before(() => {
  mkdirSync(path)
  symlinkSync(process.execPath, join(path, 'node'))
  writeFileSync(join(place, 'package.json'), '{ "private": true, "type": "module" }')
  const packed = npm(top, 'pack', '--ignore-scripts', '--silent', '--pack-destination', place)
  const tarball = join(place, packed.stdout.trim())
  const install = npm(place, 'install', '--ignore-scripts', '--omit=dev', '--prefer-offline', tarball)
  failure = packed.stderr + install.stderr
})

after(() => rmSync(place, { recursive: true }))

test('it installs without scripts, with at most ten packages', (t) => {
  if (!reachable(t)) return
  const packages = readdirSync(join(place, 'node_modules'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /(^|node_modules\/)(@[^/]+\/)?[^/@.]+\/package\.json$/.test(name),
  )
  assert.ok(packages.length <= 10, packages.join(' '))
})

test('its programs are executable, and what only developers need is not in it', (t) => {
  if (!reachable(t)) return
  for (const program of ['sinfonia-launcher', 'sinfonia-helper', 'sinfonia-engine']) {
    const { mode } = statSync(join(installed, 'prebuilds', `linux-${process.arch}`, program))
    assert.equal(mode & 0o111, 0o111, program)
  }
  const names = readdirSync(installed)
  for (const name of ['src', 'test', 'scripts', 'build', 'node_modules'])
    assert.ok(!names.includes(name), name)
})

test('it has the page that its messages point to, and of the others none', (t) => {
  if (!reachable(t)) return
  assert.deepEqual(readdirSync(join(installed, 'docs')), ['privileges.md'])
})

test('its command runs', (t) => {
  if (!reachable(t)) return
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  assert.equal(command('--version').stdout.trim(), version)
  assert.match(command('--help').stdout, /helloworld/)
})

test('its second command runs, over the addon', (t) => {
  if (!reachable(t)) return
  const program = join(place, 'node_modules/.bin/sinfonia-wg')
  const wg = (...args: string[]) => spawnSync(program, args, { env: { PATH: path }, encoding: 'utf8' })
  assert.match(wg('genkey').stdout, /^[\w+/]{43}=\n$/)
  assert.equal(wg('show', 'interfaces').stderr, '')
})

test('its demo runs', (t) => {
  if (!reachable(t) || !needs(t, 'userns', 'tun')) return
  const { status, stdout, stderr } = command('demo')
  assert.equal(status, 0, stderr)
  assert.match(stdout, /HTTP 200/)
})

test('a program uses it as a library', (t) => {
  if (!reachable(t) || !needs(t, 'userns')) return
  writeFileSync(
    join(place, 'program.js'),
    `import { Namespace } from 'sinfonia-tier3'
    const namespace = await Namespace.create()
    const application = await namespace.run(process.execPath, ['-e', 'process.exit(7)'])
    console.log((await application.exited).exitCode)
    await namespace.close()`,
  )
  const { stdout, stderr } = spawnSync(process.execPath, ['program.js'], {
    cwd: place,
    env: { PATH: path },
    encoding: 'utf8',
  })
  assert.equal(stdout, '7\n', stderr)
})

test('its types are right for a strict program that checks libraries too', (t) => {
  if (!reachable(t)) return
  writeFileSync(
    join(place, 'program.ts'),
    `import { Namespace, type OperationError } from 'sinfonia-tier3'
    await using namespace: Namespace = await Namespace.create()
    // @ts-expect-error a number is no command
    await namespace.run(7)
    export type Code = OperationError['code']`,
  )
  const options = {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
    ...{ module: 'nodenext', target: 'es2022', lib: ['es2023', 'esnext.disposable'] },
    ...{ types: ['node'], typeRoots: [join(top, 'node_modules/@types')] },
  }
  writeFileSync(
    join(place, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['program.ts'] }),
  )
  const tsc = join(top, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', place], { encoding: 'utf8' })
  assert.equal(status, 0, stdout)
})

function npm(cwd: string, ...args: readonly string[]) {
  return spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8' })
}

function command(...args: readonly string[]) {
  return spawnSync(join(place, 'node_modules/.bin/sinfonia-tier3'), args, {
    env: { PATH: path },
    encoding: 'utf8',
  })
}

/** False, with the test skipped, where npm could not reach its registry. */
function reachable(t: TestContext): boolean {
  if (statSync(installed, { throwIfNoEntry: false })) return true
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(failure)
  if (!offline || process.env['CI'] === 'true') assert.fail(failure)
  t.skip('the registry of npm is out of reach')
  return false
}

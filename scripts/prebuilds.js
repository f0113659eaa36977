// Builds what prebuilds/ holds: addon, launcher, helper and engine for each architecture, to the same bytes wherever it runs.
// node scripts/prebuilds.js          writes prebuilds/
// node scripts/prebuilds.js --check  builds elsewhere and compares with prebuilds/
//   … --check --without-libcxx      only what needs no C++ library, which takes zig minutes to build the first time: helper and engine;
//                                   of the others it sees by prebuilds/SOURCES.sha256 that they were built from the same sources
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { licenses } from './licenses.js'
import { sourcesDigest } from './native-sources.js'
import { zig, zigEnvironment } from './zig.js'

const top = dirname(import.meta.dirname)
const committed = join(top, 'prebuilds')
const isCheck = process.argv[2] === '--check'
const withLibcxx = process.argv[3] !== '--without-libcxx'
const nativePrograms = withLibcxx ? ['sinfonia-launcher', 'sinfonia-helper'] : ['sinfonia-helper']
const programs = [...nativePrograms, 'sinfonia-engine']
const files = withLibcxx ? ['sinfonia-tier3.node', ...programs] : programs
const licenseFile = 'THIRD-PARTY-LICENSES.txt'
const sourcesFile = 'SOURCES.sha256'
const machines = { x64: 'x86_64', arm64: 'aarch64' }

mkdirSync(join(top, 'build'), { recursive: true })
const scratch = mkdtempSync(join(top, 'build/prebuilds-'))
try {
  for (const architecture of Object.keys(machines)) buildAll(architecture)
  const built = join(scratch, 'prebuilds')
  writeFileSync(join(built, licenseFile), licenses(zig()))
  writeFileSync(join(built, sourcesFile), sourcesDigest())
  if (isCheck) compare(built)
  else cpSync(built, committed, { recursive: true })
} finally {
  rmSync(scratch, { recursive: true })
}

function buildAll(architecture) {
  const directory = join(scratch, architecture)
  const artifacts = join(directory, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  buildPrograms(architecture, join(directory, 'programs'), artifacts)
  run('node', ['scripts/build-engine.js', `--arch=${architecture}`, `--out=${artifacts}/sinfonia-engine`])
  const result = join(scratch, 'prebuilds', `linux-${architecture}`)
  if (withLibcxx) buildAddon(architecture, directory, artifacts)
  else cpSync(artifacts, result, { recursive: true })
  for (const file of files) chmodSync(join(result, file), programs.includes(file) ? 0o755 : 0o644)
}

function buildPrograms(architecture, directory, artifacts) {
  const env = zigEnvironment(`${machines[architecture]}-linux-musl`)
  const options = ['-DSINFONIA_ADDON=OFF', `-DCMAKE_TOOLCHAIN_FILE=${top}/cmake/zig.cmake`]
  run('cmake', ['-S', top, '-B', directory, '-DCMAKE_BUILD_TYPE=Release', ...options], env)
  run('cmake', ['--build', directory, '--target', ...nativePrograms, '--parallel', '2'], env)
  for (const program of nativePrograms) {
    copyFileSync(join(directory, 'Release', program), join(artifacts, program))
  }
}

/** Against glibc 2.28, as Node itself; native/addon/runtime.cpp makes the same file load under musl. */
function buildAddon(architecture, directory, artifacts) {
  const env = zigEnvironment(`${machines[architecture]}-linux-gnu.2.28`)
  const shim = join(import.meta.dirname, 'cmake-js-as-node-gyp')
  const options = ['--napi', '--arch', architecture, '--platform', 'linux', '--name', 'sinfonia-tier3']
  const places = ['--cwd', directory, '--out', scratch, '--artifacts', artifacts, '--node-gyp', shim]
  run(join(top, 'node_modules/.bin/prebuildify'), [...options, ...places], env)
}

function run(program, args, env = {}) {
  const PATH = `${join(top, 'node_modules/.bin')}:${process.env.PATH}`
  execFileSync(program, args, { cwd: top, env: { ...process.env, ...env, PATH }, stdio: ['ignore', 2, 2] })
}

function compare(built) {
  const differing = Object.keys(machines)
    .flatMap((architecture) => files.map((file) => join(`linux-${architecture}`, file)))
    .concat(licenseFile, sourcesFile)
    .filter((file) => !same(join(built, file), join(committed, file)))
  for (const file of differing) console.error(`prebuilds/${file} is not what its source builds to`)
  if (differing.length > 0) process.exitCode = 1
  else console.log(`${files.join(', ')}: byte for byte what the sources build to`)
}

function same(one, other) {
  return (
    existsSync(other) &&
    readFileSync(one).equals(readFileSync(other)) &&
    isExecutable(one) === isExecutable(other)
  )
}

function isExecutable(file) {
  return (statSync(file).mode & 0o100) !== 0
}

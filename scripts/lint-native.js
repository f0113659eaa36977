// Checks native/: clang-format, clang-tidy, gofmt, go vet. One that is not installed is left out with a sentence, or fails where
// CI=true. --faults: of clang-tidy's checks those that look for faults alone, which takes a third of the time. Rooms that are
// named (native/helper): clang-tidy looks at these alone.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'

const top = dirname(import.meta.dirname)
const build = join(top, 'build/lint')
const engine = join(top, 'native/engine')
const cxx = readdirSync(join(top, 'native'), { recursive: true })
  .filter((file) => /\.[ch]pp$/.test(file))
  .map((file) => join('native', file))
const rooms = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const units = cxx
  .filter((file) => file.endsWith('.cpp'))
  .filter((file) => rooms.length === 0 || rooms.some((room) => file.startsWith(`${room}/`)))
const faults =
  '-*,clang-analyzer-*,bugprone-*,concurrency-*,performance-*,-bugprone-easily-swappable-parameters,' +
  '-bugprone-reserved-identifier,-bugprone-stringview-nullptr,-bugprone-use-after-move'
/** Of a function, before the static analyzer leaves it. Its usual 225,000 take four times as long, and have found nothing more. */
const analyzedNodes = 15_000

format()
tidy()
go()

function format() {
  if (installed('clang-format')) run('clang-format', ['--dry-run', '--Werror', ...cxx])
}

/** clang-tidy reads how each file is compiled from what CMake writes down. */
function tidy() {
  if (!installed('clang-tidy') || !installed('cmake')) return
  run('cmake', ['-S', '.', '-B', build, '-DSINFONIA_TESTS=ON'])
  const jobs = ['-n', '4', '-P', String(availableParallelism())]
  const limit = ['-Xclang', '-analyzer-config', '-Xclang', `max-nodes=${analyzedNodes}`]
  const checks = process.argv.includes('--faults') ? [`--checks=${faults}`] : []
  const options = ['--quiet', '-p', build, ...checks, ...limit.map((word) => `--extra-arg=${word}`)]
  run('xargs', ['-0', ...jobs, 'clang-tidy', ...options], { input: units.join('\0') })
}

function go() {
  if (!installed('go')) return
  const unformatted = spawnSync('gofmt', ['-l', '.'], { cwd: engine }).stdout.toString()
  if (unformatted !== '') fail(`gofmt would change ${unformatted}`)
  for (const GOARCH of ['amd64', 'arm64'])
    run('go', ['vet', './...'], { cwd: engine, env: { ...process.env, GOARCH, CGO_ENABLED: '0' } })
}

function installed(program) {
  const { error } = spawnSync(program, ['--version'])
  if (error === undefined) return true
  if (process.env.CI === 'true') fail(`${program} is not installed`)
  else console.log(`${program} is not installed: left out`)
  return false
}

function run(program, args, options = {}) {
  console.log(`> ${program}`)
  const { status } = spawnSync(program, args, { cwd: top, stdio: ['pipe', 'inherit', 'inherit'], ...options })
  if (status !== 0) fail(`${program} found faults`)
}

function fail(sentence) {
  console.error(sentence)
  process.exitCode = 1
}

// Runs the compiled tests with node's own runner: all of them, or the tiers (directories of test/) and files that are named.
// npm test [-- unit netns test/package/prebuilds.test.ts]
// The tier `kernel` runs in a test kernel, unless the running one will do. --kernel NAME: that one, for whatever is named.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { bootProblem } from './kernels/boot.js'
import { advice, findKernel, foundKernels } from './kernels/find.js'
import { inRunningKernel, runningKernelWillDo } from './kernels/running.js'
import { needsAppArmor, runInKernels } from './kernels/tests.js'

const top = dirname(import.meta.dirname)
const sources = join(top, 'test')
const kernelTier = join(sources, 'kernel')
/** Of one file, milliseconds: none may hang CI. */
const timeout = 600_000

const names = process.argv.slice(2)
const option = names.indexOf('--kernel')
const chosen = option >= 0 ? findKernel(names.splice(option, 2)[1] ?? '') : undefined
const wanted = (chosen && names.length === 0 ? ['kernel'] : names).map((name) => {
  const place = [join(sources, name), resolve(name)].find(existsSync)
  if (place === undefined) throw new Error(`there is no tier and no file ${name}`)
  return place
})
const tests = readdirSync(sources, { recursive: true })
  .map((name) => join(sources, name))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((place) => isIn(file, place)))
  .sort()
if (tests.length === 0) throw new Error(`no tests in ${wanted.join(', ') || sources}`)

const inside = tests.filter((file) => chosen !== undefined || isIn(file, kernelTier))
const outside = tests.filter((file) => !inside.includes(file))
const passed = [outside.length === 0 || run(outside), inside.length === 0 || (await runInside(inside))]
if (passed.includes(false)) process.exitCode = 1

function run(files) {
  const { status, signal } = spawnSync(process.execPath, argumentsFor(files, availableParallelism()), {
    cwd: top,
    stdio: 'inherit',
  })
  if (signal) process.kill(process.pid, signal)
  return status === 0
}

/** One file after another where they share a kernel: they look at the links of all of it. */
async function runInside(files) {
  const command = (some) => [process.execPath, ...argumentsFor(some, 1)]
  // One that was named says itself why it does not boot.
  if (chosen) return runInKernels(chosen, files, command)
  if (runningKernelWillDo()) return inRunningKernel(command(files.filter((file) => !needsAppArmor(file))))
  const kernel = foundKernels().find(({ isDebian }) => !isDebian)
  const problem = kernel ? await bootProblem(kernel) : `there is no kernel with WireGuard; ${advice}`
  if (problem === undefined) return runInKernels(kernel, files, command)
  process.stderr.write(`the tier kernel is left out: ${problem}\n`)
  return wanted.length === 0 && process.env.CI !== 'true'
}

function argumentsFor(files, concurrency) {
  return [
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${timeout}`,
    ...files.map((file) => join(top, 'build', file.slice(top.length).replace(/\.ts$/, '.js'))),
  ]
}

function isIn(file, place) {
  return `${file}${sep}`.startsWith(`${place}${sep}`)
}

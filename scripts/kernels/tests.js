// Test files in kernels: each in one of its own, as many at a time as there are processors, and one summary in the end.
// A kernel of Debian, which takes seconds to boot, is given all files together.
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { boot } from './boot.js'

/** Of one kernel, seconds. */
const limit = 1500
const counts = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo']

/** By its name. */
export function needsAppArmor(file) {
  return file.endsWith('apparmor.test.ts')
}

/**
 * Whether all passed.
 *
 * @param {import('./find.js').Kernel} kernel
 * @param {readonly string[]} files
 * @param {(files: readonly string[]) => string[]} command which tests these
 */
export async function runInKernels(kernel, files, command) {
  // From 6.7 on AppArmor has a say in user namespaces.
  const isOld = kernel.release.localeCompare('6.7', 'en', { numeric: true }) < 0
  const usual = files.filter((file) => !needsAppArmor(file))
  const restricted = isOld ? [] : files.filter(needsAppArmor)
  if (kernel.isDebian || files.length === 1) {
    const groups = [usual, restricted].filter((group) => group.length > 0)
    let passed = true
    for (const group of groups) passed = (await run(kernel, group, command, process.stdout)) && passed
    return passed
  }

  const waiting = [...restricted, ...usual]
  const sums = new Map(counts.map((count) => [count, 0]))
  let passed = true
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const buffer = new PassThrough()
      const said = text(buffer)
      passed = (await run(kernel, [file], command, buffer)) && passed
      buffer.end()
      process.stdout.write(withoutSummary(await said, sums))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  for (const [count, sum] of sums) process.stdout.write(`ℹ ${count} ${sum}\n`)
  return passed
}

/** What it counts is added to the sums. */
function withoutSummary(output, sums) {
  return output.replaceAll(/^ℹ (\w+) ([\d.]+)\n/gm, (line, name, number) => {
    if (name === 'duration_ms') return ''
    if (!sums.has(name)) return line
    sums.set(name, sums.get(name) + Number(number))
    return ''
  })
}

async function run(kernel, files, command, stdout) {
  const kernelArguments = needsAppArmor(files[0]) ? ['apparmor=1', 'security=apparmor'] : []
  const names = files.map((file) => basename(file)).join(' ')
  stdout.write(`in the kernel ${[kernel.name, ...kernelArguments].join(' ')}: ${names}\n`)
  try {
    const options = { kernelArguments, limit, stdout, stderr: stdout }
    return (await boot(kernel, command(files), options)) === 0
  } catch (error) {
    stdout.write(`${error.message}\n`)
    return false
  }
}

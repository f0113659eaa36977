// How long sinfonia-wg takes, beside Node with nothing to do, and wg(8) where it is installed.
//   node bench/wg-start.js [--runs 20]
import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { median } from './contenders.js'

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 20
const program = fileURLToPath(new URL('../bin/wg.js', import.meta.url))
const ours = (...words) => [process.execPath, program, ...words]
const cases = [
  ['node, nothing to do', [process.execPath, '-e', '0']],
  ['sinfonia-wg genkey', ours('genkey')],
  ['sinfonia-wg show interfaces', ours('show', 'interfaces')],
  ['wg genkey', ['wg', 'genkey']],
  ['wg show interfaces', ['wg', 'show', 'interfaces']],
]
const times = new Map(cases.map(([name]) => [name, []]))
for (let run = -1; run < runs; run++) {
  for (const [name, [command, ...args]] of cases) {
    const begin = performance.now()
    const { status } = spawnSync(command, args, { stdio: 'ignore' })
    if (status === 0 && run >= 0) times.get(name).push(performance.now() - begin)
  }
}
console.log(`median of ${runs} (least to greatest), milliseconds; Node ${process.version}`)
for (const [name, values] of times) {
  if (values.length === 0) continue
  const range = `(${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`
  console.log(`${name.padEnd(30)}${median(values).toFixed(0).padStart(6)} ${range}`)
}

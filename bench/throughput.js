// iperf3 through the tunnel, one and four streams, at the same MTU: ours and the reference's in turn. Needs iperf3.
//   node bench/throughput.js [--reference PROGRAM] [--runs 3] [--seconds 5]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clients, median, startCloudlet, temporaryCache } from './contenders.js'

const option = (name, value) => Number(process.argv[process.argv.indexOf(name) + 1]) || value
const runs = option('--runs', 3)
const seconds = option('--seconds', 5)
const uuid = '1e5f0000-0000-4000-8000-000000000003'

// The namespace goes with its application, and what has not arrived by then never does: the server would wait for the end.
const untilSaid = ['/bin/sh', '-c', '/usr/bin/iperf3 "$@"; sleep 1', 'sh']

async function iperf(launch, url, env, streams, more) {
  const argv = [
    ...launch,
    url,
    uuid,
    ...untilSaid,
    '-c',
    'iperf',
    '-t',
    `${seconds}`,
    '-P',
    `${streams}`,
    '-J',
    ...more,
  ]
  const [program, ...args] = argv
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  await once(child, 'close')
  const report = JSON.parse(output.slice(output.indexOf('{')))
  // The server may not yet have seen the end of the run before.
  if (/busy/.test(report.error ?? '')) return await iperf(launch, url, env, streams, more)
  if (report.error) throw new Error(report.error)
  return report.end.sum_received.bits_per_second / 1e9
}

const recipes = mkdtempSync(join(tmpdir(), 'sinfonia-recipes-'))
writeFileSync(
  join(recipes, `${uuid}.yaml`),
  'description: iperf3 server\nversion: "1"\nchart: iperf\ncommand: [iperf3, -s]\nports: [5201]\nnames: [iperf]\n',
)
const cloudlet = await startCloudlet(['--recipes', recipes])
const cache = temporaryCache()
const rows = []
try {
  for (const streams of [1, 4]) {
    for (const more of [[], ['-R']]) {
      const figures = new Map(clients().map(({ name }) => [name, []]))
      for (let run = 0; run < runs; run++) {
        for (const { name, launch } of clients()) {
          figures.get(name).push(await iperf(launch, cloudlet.url, cache.env, streams, more))
        }
      }
      for (const [name, values] of figures)
        rows.push({ name, streams, direction: more.length ? 'down' : 'up', values })
    }
  }
} finally {
  cache.remove()
  rmSync(recipes, { recursive: true })
  await cloudlet.close()
}
console.log(`Gbit/s, median of ${runs} runs of ${seconds} s (least to greatest)`)
for (const { name, streams, direction, values } of rows) {
  const range = `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`
  console.log(
    `${name.padEnd(18)}${streams} stream${streams > 1 ? 's' : ' '} ${direction.padEnd(5)}${median(values).toFixed(2).padStart(6)}  (${range})`,
  )
}

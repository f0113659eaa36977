// Memory of the whole process tree of one launch: its peak, and while the application runs (proportional set size, /proc/PID/smaps_rollup).
//   node bench/memory.js [--reference PROGRAM]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { clients, startCloudlet, temporaryCache } from './contenders.js'

function tree(root) {
  const children = new Map()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = []
  for (const queue = [root]; queue.length > 0; ) {
    const pid = queue.pop()
    found.push(pid)
    queue.push(...(children.get(pid) ?? []))
  }
  return found
}

function kibibytes(pid, key) {
  try {
    return Number(
      new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ??
        0,
    )
  } catch {
    return 0
  }
}

const cloudlet = await startCloudlet()
const cache = temporaryCache()
try {
  for (const { name, launch } of clients()) {
    const [program, ...args] = [...launch, cloudlet.url, 'helloworld', '/bin/sleep', '3']
    const child = spawn(program, args, { env: cache.env, stdio: 'ignore' })
    const exit = once(child, 'exit')
    const samples = []
    const timer = setInterval(() => {
      const pids = tree(child.pid)
      samples.push({
        pss: pids.reduce((sum, pid) => sum + kibibytes(pid, 'Pss'), 0),
        rss: pids.reduce((sum, pid) => sum + kibibytes(pid, 'Rss'), 0),
      })
    }, 5)
    await exit
    clearInterval(timer)
    const settled = samples[Math.floor(samples.length * 0.8)]
    const mib = (value) => `${(value / 1024).toFixed(1)} MiB`
    const peak = (key) => mib(Math.max(...samples.map((sample) => sample[key])))
    console.log(
      `${name}: peak ${peak('pss')} PSS, ${peak('rss')} RSS; while the application runs ${mib(settled.pss)} PSS, ${mib(settled.rss)} RSS`,
    )
  }
} finally {
  cache.remove()
  await cloudlet.close()
}

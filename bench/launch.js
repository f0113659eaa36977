// Time from the start of the command to the application's first instruction, to the first byte from the cloudlet, and CPU time.
//   node bench/launch.js [--reference PROGRAM] [--runs 20]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { clients, median, startCloudlet, temporaryCache } from './contenders.js'

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 20
const now = () => performance.timeOrigin + performance.now()

/** Milliseconds until the first byte on stdout, or until the time that the application printed; and CPU seconds of all processes. */
async function measure(argv, env, printsTime) {
  // bash's `time` adds up every process that was waited for.
  const begin = now()
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" 3>&-', 'bash', ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let first
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
    // The reference client's own words come first on the same stream.
    if (output.replace(/^(Deploying|Failed to run wireguard-go)[^\n]*\n?/gm, '') !== '') first ??= now()
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${argv.join(' ')}: status ${code}\n${output}${errors}`)
  const [user, system] = errors.trim().split('\n').at(-1).split(' ').map(Number)
  const seconds = printsTime ? Number(/^\d+\.\d+$/m.exec(output)?.[0]) : undefined
  const elapsed = argv.includes('-e')
    ? now() - begin
    : (seconds === undefined ? first : seconds * 1000) - begin
  return { elapsed, cpu: (user + system) * 1000 }
}

const cloudlet = await startCloudlet()
const cache = temporaryCache()
const cases = [{ name: 'node -e 0', argv: [process.execPath, '-e', '0'], printsTime: false }]
for (const { name, launch } of clients()) {
  const common = [...launch, cloudlet.url, 'helloworld']
  cases.push({
    name: `${name}: first instruction`,
    argv: [...common, '/bin/date', '+%s.%N'],
    printsTime: true,
  })
  const fetch = ['/usr/bin/curl', '-sN', '--max-time', '10', 'http://helloworld/']
  cases.push({ name: `${name}: first byte`, argv: [...common, ...fetch], printsTime: false })
}
const results = new Map(cases.map(({ name }) => [name, []]))
try {
  for (let run = -1; run < runs; run++) {
    for (const { name, argv, printsTime } of cases) {
      const result = await measure(argv, cache.env, printsTime)
      if (run >= 0) results.get(name).push(result)
    }
  }
} finally {
  cache.remove()
  await cloudlet.close()
}
console.log(`median of ${runs} (least to greatest), milliseconds; Node ${process.version}`)
for (const [name, values] of results) {
  const elapsed = values.map((value) => value.elapsed)
  const range = `(${Math.min(...elapsed).toFixed(0)} to ${Math.max(...elapsed).toFixed(0)})`
  const cpu = median(values.map((value) => value.cpu)).toFixed(0)
  console.log(
    `${name.padEnd(36)}${median(elapsed).toFixed(0).padStart(6)} ${range.padEnd(16)} CPU ${cpu.padStart(5)}`,
  )
}

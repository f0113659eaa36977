// The application of the demo: one HTTP request by name, with its times. It knows nothing of tunnels.
import { get } from 'node:http'
import { performance } from 'node:perf_hooks'

const url = process.argv[2] ?? 'http://helloworld/'

function step(title: string, since: number): void {
  process.stdout.write(`  ${title.padEnd(48)}${(performance.now() - since).toFixed(1).padStart(7)} ms\n`)
}

const begin = performance.now()
const request = get(url, { agent: false }, (response) => {
  step(`HTTP ${response.statusCode}, first byte of ${url}`, begin)
  response.setEncoding('utf8')
  let body = ''
  response.on('data', (text: string) => {
    body += text
  })
  response.on('end', () => {
    for (const line of body.trimEnd().split('\n')) process.stdout.write(`  | ${line}\n`)
    process.exitCode = response.statusCode === 200 ? 0 : 1
  })
})
request.on('socket', (socket) => {
  socket.on('lookup', (_error, address) => step(`name resolved to ${address} by the cloudlet’s DNS`, begin))
  socket.on('connect', () => step('connected', begin))
})
request.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})

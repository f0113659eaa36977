import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'

test('the first signal is for the program to hear of, the second ends it at once', async (t) => {
  const script = `
    import { Interruption } from '#dist/commands/sinfonia-tier3/interruption.js'
    const interruption = new Interruption()
    interruption.received.then(() => console.log(interruption.signal.aborted))
    setInterval(() => {}, 1e6)
    console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const said = child.stdout.setEncoding('utf8')
  assert.equal((await once(said, 'data'))[0], 'ready\n')
  child.kill('SIGTERM')
  assert.equal((await once(said, 'data'))[0], 'true\n')
  child.kill('SIGINT')
  assert.equal((await once(child, 'exit'))[1], 'SIGINT')
})

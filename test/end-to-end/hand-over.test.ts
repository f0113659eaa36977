// The moment in which the command becomes its own supervisor.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { isAlive } from '../processes.js'
import { Command, environment, startCloudlet, until } from './command.js'

test('a signal that comes as soon as the application runs is not lost', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const url = await startCloudlet(t)
  for (let round = 0; round < 8; round++) {
    const command = new Command([url, 'helloworld', 'sh', '-c', 'echo $$; exec sleep 1000'], {
      env: environment(t),
    })
    const [, pid = ''] = await command.output(/^(\d+)$/m)
    command.process.kill('SIGTERM')
    const { signal } = await command.ended
    assert.equal(signal, 'SIGTERM')
    await until('the application has ended', () => !isAlive(Number(pid)))
  }
})

test('a stream that the application makes non-blocking stays so', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun', 'python')) return
  // The command leads its process group, so that the application finds it by that.
  const script = `
import fcntl, os
fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_NONBLOCK)
while b'supervise' not in open('/proc/%d/cmdline' % os.getpgrp(), 'rb').read(): pass
print(bool(fcntl.fcntl(0, fcntl.F_GETFL) & os.O_NONBLOCK))`
  const url = await startCloudlet(t)
  const command = new Command([url, 'helloworld', 'python3', '-c', script], {
    env: environment(t),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const { stdout, stderr } = await command.ended
  assert.equal(stdout, 'True\n', stderr)
})

/** Run by open.test.ts, by Python, which opens the pidfd that Node can't: as /proc/self/fd/3 of a process in a namespace. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Network } from '#dist/network/network.js'
import { refusal } from './networks.js'
import { runWithPidfd } from './with-pidfd.js'

const [, script = '', pid] = process.argv
if (pid === undefined) runWithPidfd(script)
else await asChild(Number(pid))

async function asChild(holder: number): Promise<void> {
  assert.match(readFileSync('/proc/self/fdinfo/3', 'utf8'), new RegExp(`^Pid:\\s*${holder}$`, 'm'))
  await using network = await Network.open({ pidfd: 3 })
  assert.deepEqual(
    (await network.links.list()).map(({ name }) => name),
    ['lo'],
  )
  await network.links.create({ name: 'b', kind: 'bridge' })
  process.kill(holder, 'SIGKILL')
  // Until the kernel has taken its namespaces from it; its parent need not have waited for it.
  for (;;) {
    const other = await Network.open({ pidfd: 3 }).catch((error: unknown) => error)
    if (!(other instanceof Network)) break
    await other.close()
    await once(spawn('true'), 'exit')
  }
  const error = await refusal(Network.open({ pidfd: 3 }))
  assert.ok(['ESRCH', 'ENOENT', 'EACCES'].includes(error.code), error.code)
}

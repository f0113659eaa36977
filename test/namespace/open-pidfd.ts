/** Run by open.test.ts, by Python, which opens the pidfd that Node can't: as descriptor 3, of a process in a namespace. */
import assert from 'node:assert/strict'
import { readlinkSync } from 'node:fs'
import { Namespace } from '#dist/namespace/namespace.js'
import { runWithPidfd } from '../netns/with-pidfd.js'

const [, script = '', pid] = process.argv
if (pid === undefined) runWithPidfd(script)
else await asChild(pid)

async function asChild(holder: string): Promise<void> {
  const namespace = await Namespace.open({ pidfd: 3 })
  const inside = readlinkSync(`/proc/self/fd/${namespace.networkNamespace}`)
  assert.equal(inside, readlinkSync(`/proc/${holder}/ns/net`))
  await namespace.close()
  process.kill(Number(holder), 'SIGKILL')
}

/** Run by open.test.ts as root: descriptors of namespaces that an ordinary user, or root of a user namespace, may not enter. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Namespace } from '#dist/namespace/namespace.js'

const [, script = '', asked] = process.argv
if (asked === undefined) await asRoot()
else await tell()

/** The namespace behind descriptor 3. */
async function tell(): Promise<void> {
  const error: unknown = await Namespace.open(3).then(
    (namespace) => namespace.close(),
    (reason: unknown) => reason,
  )
  assert.ok(isOperationError(error))
  const { code, message, remedy } = error
  process.stdout.write(JSON.stringify({ code, message, remedy }))
}

async function asRoot(): Promise<void> {
  const own = openSync('/proc/self/ns/net', 'r')
  const nobody = ['setpriv', '--reuid', '12345', '--regid', '12345', '--clear-groups']
  expect(told(nobody, own), /belongs to the user namespace of this process.*CAP_SYS_ADMIN/)
  expect(told(['unshare', '--user', '--map-root-user'], own), /outside of the one of this process/)
  const holder = spawn('unshare', ['--user', '--net', 'sh', '-c', 'echo; exec cat'], {
    ...{ uid: 12346, gid: 12346, stdio: ['pipe', 'pipe', 'inherit'] },
  })
  await once(holder.stdout ?? assert.fail(), 'data')
  const theirs = openSync(`/proc/${holder.pid}/ns/net`, 'r')
  expect(told(nobody, theirs), /belongs to the user namespace of another user/)
  for (const descriptor of [own, theirs]) closeSync(descriptor)
  holder.kill('SIGKILL')
  process.stdout.write('done\n')
}

function told(prefix: readonly string[], descriptor: number) {
  const [program = '', ...args] = [...prefix, process.execPath, script, 'tell']
  const { status, stdout, stderr } = spawnSync(program, args, {
    ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', descriptor] },
  })
  assert.equal(status, 0, String(stderr))
  return JSON.parse(String(stdout)) as { code: string; message: string; remedy: string }
}

function expect({ code, message, remedy }: ReturnType<typeof told>, pattern: RegExp): void {
  assert.equal(code, 'EPERM')
  assert.match(message, pattern)
  assert.match(remedy, /\.$/)
}

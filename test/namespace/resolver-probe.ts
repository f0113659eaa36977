// A command that a test starts in a mount namespace of its own, arranged by the test: runs a script in a namespace before
// its resolver is set, after that, and after it was set again. PHASE tells the script which it is.
import { createServer } from 'node:net'
import { Namespace } from '#dist/namespace/namespace.js'
import { shell } from './inside.js'

const [script = '', ...sockets] = process.argv.slice(2)
const servers = sockets.map((path) => createServer((socket) => socket.end()).listen(path))
const namespace = await Namespace.create()
try {
  const phase = (name: string) => shell(namespace, script, { env: { ...process.env, PHASE: name } })
  const before = await phase('before')
  await namespace.setResolver({ servers: ['192.0.2.1', '2001:db8::1'], search: ['first.example'] })
  const first = await phase('first')
  await namespace.setResolver('# again\n')
  const second = await phase('second')
  process.stdout.write(JSON.stringify({ before, first, second }))
} finally {
  await namespace.close()
  for (const server of servers) server.close()
}

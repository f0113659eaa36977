/** A directory for the sockets of userspace interfaces that say one thing each. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** `listen`: as NAME.sock, with an answer to everybody, or none; its server emits `asked`. All goes with the test. */
export function uapiDirectory(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'uapi-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const listen = async (name: string, answer?: string): Promise<Server> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        server.emit('asked')
        if (answer !== undefined) socket.end(answer)
      })
    })
    server.listen(join(directory, `${name}.sock`))
    await once(server, 'listening')
    t.after(() => server.close())
    return server
  }
  return { directory, listen }
}

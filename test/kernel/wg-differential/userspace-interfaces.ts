/**
 * Interfaces of programs in user space, as far as wg sees them: sockets that answer `get=1` with a text, and keep what they are told by
 * `set=1`. So what is shown can be any number.
 */
import { mkdirSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'

const folder = '/var/run/wireguard'

export class UserspaceInterfaces {
  readonly #servers: Server[] = []
  readonly #told: string[] = []

  /** By name, what each answers, with `errno=…` at its end; an answer to `set=1` has that line alone. */
  async listen(answers: Readonly<Record<string, string>>): Promise<void> {
    mkdirSync(folder, { recursive: true })
    for (const [name, answer] of Object.entries(answers)) {
      const server = createServer((socket) => this.#converse(socket, answer))
      await new Promise<void>((settle, fail) => {
        server.once('error', fail).listen(`${folder}/${name}.sock`, settle)
      })
      this.#servers.push(server)
    }
  }

  #converse(socket: Socket, answer: string): void {
    let request = ''
    socket.on('error', () => {})
    socket.setEncoding('utf8').on('data', (text: string) => {
      request += text
      if (!request.endsWith('\n\n')) return
      if (request.startsWith('set=1\n')) {
        this.#told.push(inOrder(request))
        socket.write(/errno=.*\n\n$/.exec(answer)?.[0] ?? 'errno=0\n\n')
      } else socket.write(answer)
      request = ''
    })
  }

  /** What they have been told since this was asked last. */
  told(): string {
    return this.#told.splice(0).join('')
  }

  close(): void {
    for (const server of this.#servers.splice(0)) server.close()
  }
}

/** The lines of each peer, but for the first, say the same in any order. */
function inOrder(request: string): string {
  const sections = request.split(/^(?=public_key=)/m)
  return sections
    .map((section) => {
      const [first, ...rest] = section.trimEnd().split('\n')
      return [first, ...rest.sort()].join('\n')
    })
    .join('\n')
}

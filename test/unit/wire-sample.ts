/** The recorded traffic of test/fixtures/wire-samples: what one file holds. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const directory = join(import.meta.dirname, '../../../test/fixtures/wire-samples')

export const sampleFiles = readdirSync(directory).filter((name) => name.endsWith('.txt'))

export interface Sample {
  /** The request that the client sent: `POST /api/v1/… HTTP/1.1` and its headers. Undefined where none was sent. */
  readonly request: string | undefined
  /** The bytes of the answer to it; empty where the server closed the connection without one. */
  readonly response: Buffer | undefined
}

/** The client's side of a file: sections that tell of Tier1 and Tier2 between themselves are passed over. */
export function readSample(file: string): Sample {
  const text = readFileSync(join(directory, file), 'utf8')
  const sections = text.split(/^==== /m).slice(1)
  const find = (kind: string) => {
    const isClients = (section: string) =>
      /^tier[23]-tier[12]-\d+[:.] ?/.test(section) && !section.startsWith('tier1-')
    const found = sections.find((section) => isClients(section) && section.split('\n')[0]?.endsWith(kind))
    return found?.slice(found.indexOf('\n') + 1)
  }
  const response = find('response')
  return { request: find('request'), response: response === undefined ? undefined : wireBytes(response) }
}

/** The recording has plain line ends, and at some ends of the body one too many. */
function wireBytes(section: string): Buffer {
  const end = section.indexOf('\n\n')
  if (end < 0) return Buffer.alloc(0)
  const head = section.slice(0, end)
  const length = Number(/^Content-Length: (\d+)$/m.exec(head)?.[1] ?? 0)
  const body = Buffer.from(section.slice(end + 2)).subarray(0, length)
  return Buffer.concat([Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n`), body])
}

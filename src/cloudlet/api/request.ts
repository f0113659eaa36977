/** A request to the HTTP API, as far as its answers depend on it. */
import type { IncomingMessage } from 'node:http'

export interface ApiRequest {
  /** What the path's variable parts are, decoded. */
  readonly parameters: readonly string[]
  readonly query: URLSearchParams
  /** Undefined where the body is larger than anything that is asked for here. */
  readonly body: () => Promise<Buffer | undefined>
}

/** Ten times what a Tier2's report has. */
const greatestBody = 8 * 1024

/** Reads a body, at most 8 KiB of it. Rejects where the connection ends before the body does. */
export function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= greatestBody) chunks.push(chunk)
      else resolve(void message.pause())
    })
    message.once('end', () => resolve(Buffer.concat(chunks)))
    message.once('error', reject)
  })
}

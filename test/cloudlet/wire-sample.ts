// The recorded traffic of the real client, Tier1 and Tier2: test/fixtures/wire-samples.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Exchange {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly requestBody: string
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** The first exchange of a sample that begins with `between`, such as `tier3-tier1`. */
export function exchange(sample: string, between: string): Exchange {
  const text = readFileSync(join('test/fixtures/wire-samples', `${sample}.txt`), 'utf8')
  const part = (what: string) => {
    const [, found] =
      new RegExp(`^==== ${between}-\\d+[:.] ?${what}\n([^]*?)(?=\n==== |\n*$(?![^]))`, 'm').exec(text) ?? []
    if (found === undefined) throw new Error(`${sample} has no ${what} ${between}`)
    return message(found)
  }
  const request = part('request')
  const response = part('response')
  const [method = '', path = ''] = request.start.split(' ')
  return {
    method,
    path,
    headers: request.headers,
    requestBody: request.body,
    status: Number(response.start.split(' ')[1]),
    contentType: response.headers['content-type'] ?? '',
    body: response.body.trim(),
  }
}

function message(text: string) {
  const [head = '', ...rest] = text.replaceAll('\r', '').split('\n\n')
  const [start = '', ...lines] = head.split('\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { start, headers: Object.fromEntries(headers) as Record<string, string>, body: rest.join('\n\n') }
}

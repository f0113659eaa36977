/** What the HTTP API answers with: JSON, or a problem (RFC 9457) as the real Tier1 and Tier2 report theirs. */
export interface ApiAnswer {
  readonly status: number
  /** Sent as JSON; absent: no content. */
  readonly body?: unknown
  readonly type?: 'application/json' | 'application/problem+json'
  readonly headers?: Readonly<Record<string, string>>
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** An answer with one of the statuses 400, 403, 404, 405, 413, 415, 500, 503, and a full sentence for the reader. */
export function problem(status: number, detail: string, headers?: ApiAnswer['headers']): ApiAnswer {
  const answer: ApiAnswer = {
    status,
    type: 'application/problem+json',
    body: { detail, status, title: titles[status] ?? 'Error', type: 'about:blank' },
  }
  return headers ? { ...answer, headers } : answer
}

/** The URL of a Tier1 as a person writes it, and the URLs made from it. */
import { OperationError } from '../errors/operation-error.js'

/**
 * Reads `https://tier1.example`, with or without a final slash, path, query, and `user:password@`.
 * Throws `ERR_TIER1_URL`; what stands before an `@` is never shown.
 */
export function parseTier1Url(given: string | URL): URL {
  const text = String(given)
  const refuse = (problem: string, remedy: string) =>
    new OperationError(`${JSON.stringify(withoutCredentials(text))} is not the URL of a Tier1: ${problem}`, {
      code: 'ERR_TIER1_URL',
      operation: 'tier1.url',
      subject: withoutCredentials(text),
      remedy,
    })
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    throw refuse(
      'it has no http:// or https:// in front',
      `Write http://${withoutCredentials(text)}, or https:// where it speaks TLS.`,
    )
  }
  if (!/^https?:/i.test(text)) {
    throw refuse('only http:// and https:// are spoken', 'Write it with http:// or https://.')
  }
  if (!URL.canParse(text)) {
    throw refuse(
      'its host, port or path is malformed',
      'Write it as in https://tier1.example or http://192.0.2.1:5000.',
    )
  }
  return new URL(text)
}

/** The URL of one resource of the API below a Tier1's: its path prefix and its query are kept. */
export function resourceUrl(tier1: URL, path: string): URL {
  const url = new URL(tier1)
  url.pathname = `${tier1.pathname.replace(/\/+$/, '')}/api/v1/${path}`
  url.hash = ''
  return url
}

/** A URL fit to be shown: without credentials, and without the query, which may be one. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`
}

/** The value of an Authorization or Proxy-Authorization header for the credentials of a URL (RFC 7617), if it has any. */
export function basicCredentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined
  return `Basic ${percentDecoded(`${url.username}:${url.password}`).toString('base64')}`
}

/** A `%` without two digits behind it stands for itself, as in curl: people write passwords as they are. */
function percentDecoded(text: string): Buffer {
  const decoded = text.replace(/%([\da-f]{2})/gi, (_, byte: string) =>
    String.fromCharCode(parseInt(byte, 16)),
  )
  return Buffer.from(decoded, 'latin1')
}

function withoutCredentials(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]*:\/\/)?[^/?#]*@/i, '$1')
}

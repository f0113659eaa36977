/** One request to a Tier1 as the tests make it, and what they say of its failure. */
import assert from 'node:assert/strict'
import { OperationError } from '#dist/errors/operation-error.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { type DeployOptions, deploy } from '#dist/sinfonia/tier1.js'
import { json } from './raw-server.js'

export const helloworld = '00000000-0000-0000-0000-000000000000'

/** That the requests are made with. */
export const key = PrivateKey.generate().publicKey()

/** Of the request. */
export const path = `/api/v1/deploy/${helloworld}/${key.base64Url()}`

/** What a good answer holds. */
export const deployment = {
  UUID: helloworld,
  ApplicationKey: key.base64(),
  Status: 'Deployed',
  TunnelConfig: {
    publicKey: PrivateKey.generate().publicKey().base64(),
    endpoint: '192.0.2.1:51820',
    address: ['10.5.0.2'],
    allowedIPs: ['0.0.0.0/0'],
    dns: ['10.96.0.10'],
  },
}

export const good = json([deployment])

export function ask(url: string | URL, options: Partial<DeployOptions> = {}) {
  return deploy(url, 'helloworld', { key, ...options })
}

/** The error of a request, which must be one of ours. */
export async function failure(result: Promise<unknown>): Promise<OperationError> {
  const error = await result.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof OperationError, String(error))
  return error
}

export async function rejects(
  result: Promise<unknown>,
  code: string,
  message: RegExp,
): Promise<OperationError> {
  const error = await failure(result)
  assert.equal(error.code, code, error.message)
  assert.match(error.message, message)
  assert.doesNotMatch(error.message, /\p{Cc}/u)
  assert.ok(error.message.length < 700, `${error.message.length} characters`)
  return error
}

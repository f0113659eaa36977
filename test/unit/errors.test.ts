import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { codes } from '#dist/errors/codes.js'
import { isOperationError, OperationError } from '#dist/errors/operation-error.js'

test('docs/errors.md explains every code, and no other', () => {
  const page = readFileSync('docs/errors.md', 'utf8')
  const documented = [...page.matchAll(/^\| `(ERR_\w+)` \|/gm)].map((match) => match[1])
  assert.deepEqual(documented.sort(), Object.keys(codes).sort())
})

test('an error of another copy of the package is recognised', async () => {
  const copy: typeof import('#dist/errors/operation-error.js') = await import(
    `${import.meta.resolve('#dist/errors/operation-error.js')}?copy`
  )
  const foreign = new copy.OperationError('refused', { code: 'EPERM', operation: 'link.create' })
  assert.equal(foreign instanceof OperationError, false)
  assert.equal(isOperationError(foreign), true)
  assert.equal(isOperationError(new Error('EPERM')), false)
})

test('fields are readable, the outcome defaults to not-applied, the cause is kept', () => {
  const cause = new Error('deeper')
  const error = new OperationError('no', {
    code: 'EEXIST',
    operation: 'link.create',
    subject: 'wg0',
    errno: -17,
    cause,
  })
  assert.equal(error.name, 'OperationError')
  assert.equal(error.outcome, 'not-applied')
  assert.equal(error.cause, cause)
  assert.match(inspect(error), /code: 'EEXIST'/)
})

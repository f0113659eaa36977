import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import {
  Answer,
  End,
  FrameReader,
  FrameWriter,
  maximumPayload,
  PayloadReader,
  Request,
  RunFlag,
} from '#dist/namespace/protocol.js'

const header = readFileSync('native/launcher/protocol.hpp', 'utf8')

/** The enumerators of an enum class in the header. */
function enumerators(name: string): Record<string, number> {
  const body = new RegExp(`enum class ${name} : std::uint32_t \\{([^}]*)\\}`).exec(header)?.[1]
  assert.ok(body, `the header has an enum ${name}`)
  return Object.fromEntries(
    [...body.matchAll(/(\w+) = (\d+)/g)].map(([, key, value]) => [key, Number(value)]),
  )
}

function constant(name: string): number {
  const value = new RegExp(`${name} = ([\\d']+);`).exec(header)?.[1]
  assert.ok(value, `the header has ${name}`)
  return Number(value.replaceAll("'", ''))
}

test('both ends have the same numbers', () => {
  assert.deepEqual(enumerators('Request'), Request)
  assert.deepEqual(enumerators('Answer'), Answer)
  assert.deepEqual(enumerators('End'), End)
  assert.equal(constant('kRunWithStdio'), RunFlag.withStdio)
  assert.equal(constant('kRunWithEnvironment'), RunFlag.withEnvironment)
  assert.equal(constant('kMaximumPayload'), maximumPayload)
})

test('frames are found wherever the stream is cut', () => {
  const frames = [
    new FrameWriter().u32(7).text('wg0').frame(16),
    new FrameWriter().frame(18),
    new FrameWriter()
      .text('ü')
      .u64(1n << 63n)
      .frame(17),
  ]
  const stream = Buffer.concat(frames)
  for (let cut = 0; cut <= stream.length; cut++) {
    const reader = new FrameReader()
    const found = [...reader.take(stream.subarray(0, cut)), ...reader.take(stream.subarray(cut))]
    assert.deepEqual(
      found.map(({ kind }) => kind),
      [16, 18, 17],
    )
    assert.ok(reader.isEmpty)
    const first = new PayloadReader(found[0]?.payload ?? Buffer.alloc(0))
    assert.equal(first.u32(), 7)
    assert.equal(first.text(), 'wg0')
    assert.throws(() => first.u32(), RangeError)
  }
})

test('half a frame is no frame', () => {
  const reader = new FrameReader()
  assert.deepEqual(reader.take(new FrameWriter().u32(1).frame(18).subarray(0, 9)), [])
  assert.equal(reader.isEmpty, false)
})

test('a frame that is too large is refused by either end', () => {
  const announced = new FrameWriter()
    .u32(maximumPayload + 1)
    .u32(17)
    .payload()
  assert.throws(() => new FrameReader().take(announced), RangeError)
  assert.throws(
    () => new FrameWriter().bytes(Buffer.alloc(maximumPayload + 1)).frame(1),
    (error) => isOperationError(error) && error.code === 'ERR_INVALID_ARGUMENT',
  )
})

test('a text without an end is refused', () => {
  assert.throws(() => new PayloadReader(Buffer.from('abc')).text(), RangeError)
})

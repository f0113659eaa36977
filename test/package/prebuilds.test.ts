/** The committed binaries load where they must: under glibc and musl, on both architectures, with nothing installed. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readElf } from './elf.js'

const machines = { x64: 62, arm64: 183 }
const programs = ['sinfonia-engine', 'sinfonia-helper', 'sinfonia-launcher']
const executable = 2
const positionIndependent = 3

/** What both libcs answer to: musl takes the first four names as itself. */
const librariesOfBothLibcs = new Set(['libc.so.6', 'libpthread.so.0', 'libdl.so.2', 'libm.so.6'])
/** What only glibc has: fortified functions, C23 number parsing, large-file names, and its inner ones. */
const glibcAlone = /_chk$|^__isoc23_|^(?!napi_).*64$|^__(?!errno_location$|cxa_finalize$|stack_chk_fail$)/

for (const [architecture, machine] of Object.entries(machines)) {
  const directory = join('prebuilds', `linux-${architecture}`)
  const read = (name: string) => readElf(readFileSync(join(directory, name)))

  test(`${directory} holds the addon and the programs, with the right modes`, () => {
    assert.deepEqual(readdirSync(directory).sort(), [...programs, 'sinfonia-tier3.node'])
    for (const program of programs)
      assert.equal(statSync(join(directory, program)).mode & 0o111, 0o111, program)
    for (const name of readdirSync(directory)) assert.equal(read(name).machine, machine, name)
  })

  test(`${directory}/sinfonia-tier3.node asks for nothing that glibc or musl lacks`, () => {
    const addon = read('sinfonia-tier3.node')
    assert.deepEqual(
      addon.needed.filter((library) => !librariesOfBothLibcs.has(library)),
      [],
    )
    assert.ok(addon.imported.includes('napi_create_function') && addon.imported.includes('recvmsg'))
    assert.deepEqual(
      addon.imported.filter((name) => glibcAlone.test(name)),
      [],
    )
  })

  test(`${directory}/sinfonia-tier3.node shows nothing but its entry points`, () => {
    assert.deepEqual([...read('sinfonia-tier3.node').exported].sort(), [
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ])
  })

  test(`${directory}: the programs are static`, () => {
    for (const program of programs) {
      const { interpreted, needed } = read(program)
      assert.deepEqual({ interpreted, needed }, { interpreted: false, needed: [] }, program)
    }
    assert.equal(read('sinfonia-launcher').type, positionIndependent)
    assert.equal(read('sinfonia-engine').type, executable)
  })

  test(`${directory}/sinfonia-helper is position-independent and needs nobody to relocate it`, () => {
    const { type, relocated } = read('sinfonia-helper')
    assert.deepEqual({ type, relocated }, { type: positionIndependent, relocated: false })
  })
}

test('the licenses of what is linked in go with the binaries', () => {
  const text = readFileSync(join('prebuilds', 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  const parts = text.match(/(?<=^# ).+/gm) ?? []
  for (const part of [
    'libc++',
    'musl',
    'node-addon-api',
    'Go',
    'golang.org/x/crypto',
    'golang.zx2c4.com/wireguard',
  ]) {
    assert.ok(
      parts.some((title) => title.endsWith(part)),
      part,
    )
  }
})

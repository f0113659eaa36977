import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

/** A package with our TypeScript compiled, and no native file. */
function emptyPackage(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-package-'))
  mkdirSync(join(directory, 'dist'))
  for (const room of ['addon', 'errors']) {
    cpSync(join('dist', room), join(directory, 'dist', room), { recursive: true })
  }
  cpSync('package.json', join(directory, 'package.json'))
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'))
  return directory
}

function evaluate(directory: string, code: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: directory,
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  return stdout
}

const printError = '.catch((e) => console.log([e.name, e.code, e.subject, typeof e.remedy].join()))'
const system = `${process.platform}-${process.arch}`

test('without native files the error says what to do', (t) => {
  const directory = emptyPackage()
  t.after(() => rmSync(directory, { recursive: true }))
  const load = `import('./dist/addon/load.js').then(({ addon }) => addon())${printError}`
  assert.equal(evaluate(directory, load), `OperationError,ERR_ADDON,${system},string\n`)
  const find = `import('./dist/addon/programs.js').then(({ programPath }) => programPath('sinfonia-launcher'))${printError}`
  assert.equal(evaluate(directory, find), 'OperationError,ERR_ADDON,sinfonia-launcher,string\n')
})

test('a file that is no addon is an error of the addon, too', (t) => {
  const directory = emptyPackage()
  t.after(() => rmSync(directory, { recursive: true }))
  mkdirSync(join(directory, 'prebuilds', system), { recursive: true })
  writeFileSync(join(directory, 'prebuilds', system, 'sinfonia-tier3.node'), 'nothing of the kind')
  const load = `import('./dist/addon/load.js').then(({ addon }) => addon())${printError}`
  assert.equal(evaluate(directory, load), `OperationError,ERR_ADDON,${system},string\n`)
})

test('the development build comes before the prebuilt files', (t) => {
  const directory = emptyPackage()
  t.after(() => rmSync(directory, { recursive: true }))
  const find = `import('./dist/addon/programs.js').then(({ programPath }) => console.log(programPath('sinfonia-engine')))`
  for (const place of [`prebuilds/${system}`, 'build/Release']) {
    mkdirSync(join(directory, place), { recursive: true })
    writeFileSync(join(directory, place, 'sinfonia-engine'), '')
    assert.equal(evaluate(directory, find), `${join(directory, place, 'sinfonia-engine')}\n`)
  }
})

// The man pages tell of the same commands and options as --help, and are well-formed.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { commands, entries, help } from './help.js'
import { wg } from './wg.js'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const [page, pageOfWg] = manifest.man.map((file: string) => readFileSync(file, 'utf8'))
const program = 'sinfonia-tier3'

/** Every option that a part of the man page explains, as --help writes it but without the brackets. */
function explained(part: string): string[] {
  return [...part.matchAll(/^\.TP\n(\\fB\\-.*)$/gm)].map(([, tag = '']) =>
    tag.replace(/\\f[BIR]/g, '').replaceAll('\\-', '-'),
  )
}

/** The page's part on the program itself, or on one of its commands. */
function part(command: string | undefined): string {
  const heading = command === undefined ? '.SH OPTIONS' : `.SS ${program} ${command}`
  const begin = page.indexOf(`\n${heading}\n`)
  assert.ok(begin >= 0, `the page has ${heading}`)
  const rest = page.slice(begin + heading.length + 2)
  return rest.slice(0, rest.search(/^\.S[HS] /m))
}

test('the man page explains every command with every option, and nothing else', async () => {
  const names = await commands()
  const parts = [...page.matchAll(/^\.SS sinfonia-tier3 (\S+)$/gm)].map(([, name]) => name)
  assert.deepEqual(parts, names)
  for (const name of [undefined, ...names]) {
    const options = entries(await help(...(name === undefined ? [] : [name])), 'Options')
    assert.ok(options.includes('-h, --help'))
    assert.deepEqual(
      explained(part(name)),
      options.map((option) => option.replace(/[<>]/g, '')),
      `options of ${name ?? program}`,
    )
  }
})

test('its synopsis has every command', async () => {
  const synopsis = [...page.matchAll(/^\.SY "?(.*?)"?$/gm)].map(([, line]) => line)
  assert.deepEqual(synopsis, [program, ...(await commands()).map((name) => `${program} ${name}`)])
})

test('that of sinfonia-wg has every subcommand, in the order of its help', () => {
  const names = [...wg(['help']).stdout.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name)
  const parts = [...pageOfWg.matchAll(/^\.SS sinfonia-wg (\S+)$/gm)].map(([, name]) => name)
  const synopsis = [...pageOfWg.matchAll(/^\.SY "sinfonia-wg (\S+)"$/gm)].map(([, name]) => name)
  assert.deepEqual(parts, names)
  assert.deepEqual(synopsis, names)
})

test('that of sinfonia-wg explains everything that show prints and set sets', () => {
  const [, fields = ''] = /interfaces } \[(.*)\]$/m.exec(wg(['show', '--help']).stderr) ?? []
  const settings = [...wg(['set', '--help']).stderr.matchAll(/\[([a-z-]+)/g)].map(([, word]) => word)
  const tags = pageOfWg.replaceAll('\\-', '-')
  for (const word of [...fields.split(' | '), ...settings]) {
    assert.match(tags, new RegExp(`^\\.TP\n.*(\\\\fB|\\.B )${word}`, 'm'), word)
  }
  assert.ok(fields.includes('dump') && settings.includes('allowed-ips'))
})

test('man formats them without a warning', (t: TestContext) => {
  if (!needs(t, 'man')) return
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', MANWIDTH: '80' }
  for (const file of manifest.man) {
    const args = ['--warnings', '-E', 'UTF-8', '-Tutf8', '-l', file]
    const { status, stderr } = spawnSync('man', args, { encoding: 'utf8', env })
    assert.equal(stderr, '')
    assert.equal(status, 0)
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { RecipeRepository } from '#dist/cloudlet/recipes/repository.js'

const uuid = '755e5883-0788-44da-8778-2113eddf4271'
const zero = '00000000-0000-0000-0000-000000000000'

function directory(t: TestContext, text?: string | Buffer): string {
  const path = mkdtempSync(join(tmpdir(), 'sinfonia-recipes-'))
  t.after(() => rmSync(path, { recursive: true }))
  if (text !== undefined) writeFileSync(join(path, `${uuid}.yaml`), text)
  return path
}

function read(t: TestContext, text: string | Buffer) {
  return new RecipeRepository(directory(t, text)).find(uuid)
}

test('helloworld is always there; others only from a directory', async (t) => {
  const helloworld = await new RecipeRepository(undefined).find(zero)
  assert.equal(helloworld?.backend.kind, 'helloworld')
  assert.equal(helloworld?.restricted, false)
  assert.deepEqual(helloworld?.names, ['helloworld'])
  assert.equal(await new RecipeRepository(undefined).find(uuid), undefined)
  assert.equal(await new RecipeRepository(directory(t)).find(uuid), undefined)
  assert.equal((await new RecipeRepository(directory(t)).find(zero))?.backend.kind, 'helloworld')
})

test('a recipe with a command', async (t) => {
  const path = directory(
    t,
    `
chart: https://example.org/charts/web
version: "1.2"
description: |-
  Two
  lines.
values: { fullnameOverride: web, replicas: 2 }
restricted: false
command: [python3, -m, http.server, "8080"]
environment: { MODE: test, EMPTY: "" }
ports: [8080, 443]
names: [www, web]
`,
  )
  assert.deepEqual(await new RecipeRepository(path).find(uuid), {
    uuid,
    chart: 'https://example.org/charts/web',
    version: '1.2',
    description: 'Two\nlines.',
    values: { fullnameOverride: 'web', replicas: 2 },
    restricted: false,
    names: ['web', 'www'],
    backend: {
      kind: 'command',
      command: ['python3', '-m', 'http.server', '8080'],
      environment: { MODE: 'test', EMPTY: '' },
      directory: path,
      ports: [8080, 443],
    },
  })
})

test('the least that a recipe can be: restricted, named as its chart, nothing to start', async (t) => {
  const recipe = await read(t, 'chart: https://example.org/charts/openrtist\nversion: 0.1.3\n')
  assert.equal(recipe?.restricted, true)
  assert.deepEqual(recipe?.names, ['openrtist'])
  assert.deepEqual(recipe?.values, {})
  assert.deepEqual(recipe?.backend, { kind: 'chart' })
})

test('a name that is no DNS label is passed over, where another is there', async (t) => {
  assert.deepEqual((await read(t, 'chart: x/Not_A_Label\nversion: "1"\nnames: [good]'))?.names, ['good'])
  assert.deepEqual((await read(t, 'chart: fine\nversion: "1"\nvalues: {fullnameOverride: 7}'))?.names, [
    'fine',
  ])
})

for (const [what, text, message] of [
  ['nothing', '', /is empty/],
  ['a list', '- chart', /must be a mapping/],
  ['no version', 'chart: a', /has no version/],
  ['no chart', 'version: "1"', /has no chart/],
  ['a version that is a number', 'chart: a\nversion: 1.0', /version must be a text \(in quotes/],
  ['an empty chart', 'chart: ""\nversion: "1"', /chart must be/],
  ['values that are a list', 'chart: a\nversion: "1"\nvalues: []', /values must be/],
  ['restricted as a word', 'chart: a\nversion: "1"\nrestricted: "no"', /restricted must be true or false/],
  ['a misspelt field', 'chart: a\nversion: "1"\ncomand: [x]', /unknown field "comand"; known are .*command/],
  ['a command that is a text', 'chart: a\nversion: "1"\ncommand: ls\nports: []', /command must be a list/],
  ['an empty command', 'chart: a\nversion: "1"\ncommand: []\nports: []', /command must be a list/],
  [
    'a command with a number',
    'chart: a\nversion: "1"\ncommand: [nc, 80]\nports: []',
    /command must be a list of texts/,
  ],
  ['a command with a NUL', 'chart: a\nversion: "1"\ncommand: ["a\\0b"]\nports: []', /command must be/],
  ['a command without ports', 'chart: a\nversion: "1"\ncommand: [ls]', /has no ports/],
  ['ports without a command', 'chart: a\nversion: "1"\nports: [80]', /has ports but no command/],
  [
    'an environment without a command',
    'chart: a\nversion: "1"\nenvironment: {A: b}',
    /has environment but no command/,
  ],
  ['port 0', 'chart: a\nversion: "1"\ncommand: [x]\nports: [0]', /ports must be/],
  ['port 65536', 'chart: a\nversion: "1"\ncommand: [x]\nports: [65536]', /ports must be/],
  ['a port as a text', 'chart: a\nversion: "1"\ncommand: [x]\nports: ["80"]', /ports must be/],
  [
    'a variable that is a number',
    'chart: a\nversion: "1"\ncommand: [x]\nports: []\nenvironment: {A: 1}',
    /environment must be/,
  ],
  [
    'a variable with "="',
    'chart: a\nversion: "1"\ncommand: [x]\nports: []\nenvironment: {"A=B": x}',
    /environment must be/,
  ],
  ['a name with a dot', 'chart: a\nversion: "1"\nnames: [a.b]', /names must be/],
  ['a name with capitals', 'chart: a\nversion: "1"\nnames: [Web]', /names must be/],
  ['no name at all', 'chart: x/Not_A_Label\nversion: "1"', /gives no name/],
  ['what is no YAML', 'chart: [', /is not YAML/],
  ['what is no text', Buffer.from([0, 1, 0xff, 0xfe]), /./],
  ['aliases that grow without end', bomb(), /is not YAML/],
  ['too much', `# ${'x'.repeat(1 << 20)}\nchart: a\nversion: "1"`, /bytes; at most/],
] as const) {
  test(`a bad recipe is refused: ${what}`, async (t) => {
    await assert.rejects(read(t, text), { name: 'OperationError', code: 'ERR_RECIPE', message })
  })
}

test('the message names the file, the subject its path', async (t) => {
  const path = directory(t, 'chart: a')
  await assert.rejects(new RecipeRepository(path).find(uuid), {
    message: `the recipe ${uuid}.yaml has no version`,
    subject: join(path, `${uuid}.yaml`),
  })
})

test('a recipe that cannot be read is an error, not an unknown application', async (t) => {
  const path = directory(t, 'chart: a')
  await assert.rejects(new RecipeRepository(join(path, `${uuid}.yaml`)).find(uuid), {
    code: 'ERR_RECIPE',
    message: /ENOTDIR/,
  })
})

test('an edited recipe counts at once', async (t) => {
  const path = directory(t, 'chart: a\nversion: "1"')
  const recipes = new RecipeRepository(path)
  assert.equal((await recipes.find(uuid))?.version, '1')
  writeFileSync(join(path, `${uuid}.yaml`), 'chart: a\nversion: "2"')
  assert.equal((await recipes.find(uuid))?.version, '2')
})

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const before = level === 0 ? 'x' : `*a${level - 1}`
    return `a${level}: &a${level} [${Array(10).fill(before).join(', ')}]`
  })
  return `${levels.join('\n')}\nchart: a\nversion: "1"\n`
}

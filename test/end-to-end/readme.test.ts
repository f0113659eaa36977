// Every command and every block of code in README.md is run, and must do what README.md says.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { anchors, type Block, blocks, dialogues, inlineCommands, localLinks } from '../markdown.js'
import { environment, run, startCloudlet } from './command.js'
import { able, exampleUrl, hold, place } from './dialogue.js'

const readme = readFileSync('README.md', 'utf8')
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
/** What npm is told: CI runs these commands, and a test of this kind cannot. */
function checkNpm(command: string): void {
  const [, verb, isGlobal, name = ''] =
    /^npm (ci|test|run|install)( --global)?(?: (\S+))?$/.exec(command) ?? []
  if (verb === 'ci') {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages['']
    assert.deepEqual(lock.dependencies, manifest.dependencies)
    assert.deepEqual(lock.devDependencies, manifest.devDependencies)
  } else if (verb === 'test' || verb === 'run') {
    assert.equal(typeof manifest.scripts[name || 'test'], 'string', `package.json has no script ${name}`)
  } else if (verb === 'install') {
    assert.equal(name, manifest.name)
    assert.equal(manifest.scripts.install ?? manifest.scripts.postinstall, undefined, 'no install script')
    if (isGlobal) accessSync(manifest.bin[name], constants.X_OK)
    else assert.ok(existsSync(manifest.exports['.'].default))
  } else assert.fail(`no test knows ${JSON.stringify(command)}`)
}

/** One or more tests for a block of each kind. */
const kinds: Record<string, (title: string, block: Block) => void> = {
  console: (title, { text }) => {
    for (const dialogue of dialogues(text)) {
      test(`${title}: ${dialogue.command}`, async (t) => {
        if (able(t, dialogue.command)) await hold(t, dialogue)
      })
    }
  },

  sh: (title, { text }) => {
    for (const line of text.trimEnd().split('\n')) {
      const [command = ''] = line.split(/ +#/)
      test(`${title}: ${command}`, () => {
        for (const part of command.split(' && ')) checkNpm(part)
      })
    }
  },

  yaml: (title, { text }) => {
    test(`${title}: a recipe`, async (t) => {
      if (!able(t, text)) return
      const { directory, env } = place(t)
      const uuid = '3d1f5c0e-6f0b-4a3e-8f57-0c3f3a9c9d21'
      const recipes = join(directory, 'recipes')
      mkdirSync(recipes)
      writeFileSync(join(recipes, `${uuid}.yaml`), text)
      const [backend = ''] = /http:\/\/\S+/.exec(text) ?? []
      const url = await startCloudlet(t, ['--recipes', recipes])
      const fetcher = `fetch('${backend}').then((answer) => answer.text()).then(console.log)`
      const { stdout, stderr } = await run([url, uuid, process.execPath, '-e', fetcher], { env })
      assert.match(stdout, new RegExp(`${uuid}\\.yaml`), stderr)
    })
  },

  js: (title, { text }) => {
    test(`${title}: a program`, async (t) => {
      if (!able(t, text)) return
      const { directory, env } = place(t)
      assert.ok(text.includes(exampleUrl))
      mkdirSync(join(directory, 'node_modules'))
      symlinkSync(process.cwd(), join(directory, 'node_modules', manifest.name))
      const program = join(directory, 'program.mjs')
      writeFileSync(program, text.replaceAll(exampleUrl, await startCloudlet(t)))
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { env })
      assert.match(stdout, /^Hello from the cloudlet: .*\n0 undefined\n$/)
      assert.equal(stderr, '')
    })
  },

  /** Run by test/docs, with what they print. */
  ts: () => {},
  text: () => {},

  '': (title, { text }) => {
    test(`${title}: a figure`, () => assert.match(text, /[─│]/))
  },
}

for (const block of blocks(readme)) {
  const title = `line ${block.line}`
  const unknown = () => test(title, () => assert.fail(`no test knows a block of kind "${block.kind}"`))
  ;(kinds[block.kind] ?? unknown)(title, block)
}

for (const command of inlineCommands(readme, ['npm', 'npx', 'node', 'sinfonia-tier3'])) {
  test(`in the text: ${command}`, async (t) => {
    const [program, ...args] = command.split(' ')
    if (program !== 'sinfonia-tier3') return checkNpm(command)
    const { code, stdout } = await run(args, { env: environment(t) })
    assert.equal(code, 0)
    assert.match(stdout, /^Usage: sinfonia-tier3 /)
  })
}

test('links lead to files and headings that exist', () => {
  for (const target of localLinks(readme)) {
    const [file = '', anchor] = target.split('#')
    const document = file === '' ? readme : readFileSync(file, 'utf8')
    if (anchor !== undefined) assert.ok(anchors(document).includes(anchor), target)
  }
})

test('something of each kind was found, and text before a command would be', () => {
  assert.deepEqual([...new Set(blocks(readme).map(({ kind }) => kind))].sort(), Object.keys(kinds).sort())
  assert.throws(() => dialogues('no prompt\n$ true\n'))
})

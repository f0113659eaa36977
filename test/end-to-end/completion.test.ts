// The completions of each shell, as the shell itself gives them.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { Terminal } from '../namespace/terminal.js'
import { type Need, needs } from '../needs.js'
import { environment, run } from './command.js'
import { commands, options } from './help.js'

type Shell = 'bash' | 'zsh' | 'fish'

/** The script, in a directory that goes with the test and has something to complete. */
async function script(t: TestContext, shell: Shell): Promise<{ directory: string; path: string }> {
  const directory = environment(t).XDG_CACHE_HOME ?? ''
  mkdirSync(join(directory, 'some-directory'))
  writeFileSync(join(directory, 'some-file'), '')
  const path = join(directory, 'completion')
  const { code, stdout, stderr } = await run(['completion', shell])
  assert.equal(code, 0, stderr)
  writeFileSync(path, stdout)
  return { directory, path }
}

/** What a shell offers for a line, in any order. */
type Complete = (line: string) => Promise<string[]>

async function bash(t: TestContext): Promise<Complete> {
  const { directory, path } = await script(t, 'bash')
  const complete = `source "$0" && COMP_LINE=$1 COMP_POINT=\${#1} && _sinfonia_tier3 && printf '%s\\n' "\${COMPREPLY[@]}"`
  return (line) => answer('bash', ['-c', complete, path, line], directory)
}

async function fish(t: TestContext): Promise<Complete> {
  const { directory, path } = await script(t, 'fish')
  return async (line) => {
    const lines = await answer('fish', ['-c', 'source $argv[1]; complete -C $argv[2]', path, line], directory)
    return lines.map((text) => text.replace(/\/?(\t.*)?$/, ''))
  }
}

async function answer(shell: Shell, args: readonly string[], directory: string): Promise<string[]> {
  const env = { ...process.env, HOME: directory, XDG_CONFIG_HOME: directory, XDG_DATA_HOME: directory }
  const { stdout, stderr } = await promisify(execFile)(shell, args, { cwd: directory, env })
  assert.equal(stderr, '')
  return [...new Set(stdout.split('\n').filter((line) => line !== ''))]
}

const url = 'http://127.0.0.1:7000'

for (const [shell, open] of [
  ['bash', bash],
  ['fish', fish],
] as const) {
  test(`${shell} offers the commands and options of --help`, async (t) => {
    if (!needs(t, shell)) return
    const complete = await open(t)
    assert.deepEqual((await complete('sinfonia-tier3 ')).sort(), (await commands()).sort())
    for (const command of [[], ...(await commands()).map((name) => [name])]) {
      const long = (await options(...command)).filter((option) => option.startsWith('--'))
      const offered = await complete(['sinfonia-tier3', ...command, '--'].join(' '))
      assert.deepEqual(offered.sort(), long.sort())
    }
  })

  test(`${shell} offers what belongs in a place, and nothing else`, async (t) => {
    if (!needs(t, shell)) return
    const complete = await open(t)
    const cases: [string, string[]][] = [
      ['cloudlet --rec', ['--recipes']],
      ['cloudlet --recipes some-', ['some-directory']],
      ['cloudlet --port ', []],
      ['cloudlet --port 7000 --maxi', ['--maximum']],
      ['--mtu ', []],
      ['--mtu 1300 d', ['demo', 'doctor']],
      ['completion ', ['bash', 'zsh', 'fish']],
      [`${url} `, ['helloworld']],
      [`${url} --de`, []],
      [`--debug ${url} h`, ['helloworld']],
      [`${url} helloworld basenam`, ['basename']],
      [`${url} helloworld cat some-`, ['some-directory', 'some-file']],
      [`${url} helloworld cat some-file some-f`, ['some-file']],
      [`${url} helloworld demo some-f`, ['some-file']],
    ]
    for (const [line, expected] of cases) {
      assert.deepEqual((await complete(`sinfonia-tier3 ${line}`)).sort(), expected.sort(), line)
    }
  })
}

test('bash knows the command by it', async (t) => {
  if (!needs(t, 'bash')) return
  const { directory, path } = await script(t, 'bash')
  assert.deepEqual(await answer('bash', ['-c', 'source "$0"; complete -p', path], directory), [
    'complete -F _sinfonia_tier3 sinfonia-tier3',
  ])
})

/** The script read in an interactive shell, which completes at the Tab key. */
const interactive: [Shell, Need[], string[], string][] = [
  ['bash', ['bash'], ['bash', '--norc', '--noprofile', '-i'], ''],
  ['zsh', ['zsh'], ['zsh', '-f', '-i'], 'autoload -Uz compinit; compinit -u -D; '],
]

for (const [shell, need, words, preparation] of interactive) {
  test(`${shell} completes at the Tab key`, async (t) => {
    if (!needs(t, 'python', ...need)) return
    const { path } = await script(t, shell)
    const terminal = new Terminal(t, ['env', 'PS1=> ', ...words])
    terminal.line(`${preparation}source ${path}; echo ready$((40 + 2))`)
    await terminal.expect(/ready42\n/)
    const cases: [string, RegExp][] = [
      ['cloudlet --rec', /--recipes $/],
      ['comp', /completion $/],
      ['completion f', /fish $/],
      ['--mtu 1300 --timi', /--timings $/],
      [`${url} h`, /helloworld $/],
      [`${url} helloworld basenam`, /basename $/],
      [`${url} helloworld cat ${path.slice(0, -3)}`, /completion $/],
    ]
    for (const [line, completed] of cases) {
      terminal.type(`sinfonia-tier3 ${line}\t`)
      await terminal.expect(completed)
      terminal.type('\x15')
    }
  })
}

test('another shell is refused, and so is none', async () => {
  for (const args of [['completion', 'csh'], ['completion']]) {
    const { code, stdout, stderr } = await run(args)
    assert.equal(code, 2)
    assert.equal(stdout, '')
    assert.match(stderr, /shell/)
  }
})

// The completions of sinfonia-wg in each shell, as the shell itself gives them.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Terminal } from '../namespace/terminal.js'
import { needs } from '../needs.js'
import { one, place, two, wg } from './wg.js'

type Shell = 'bash' | 'zsh' | 'fish'

/** Two interfaces and their peers, for the scripts ask the command itself. */
const stand = `#!/bin/sh
case "$*" in
  'show interfaces') echo wg0 wg1 ;;
  'show wg0 peers') printf '%s\\n' ${one} ${two} ;;
  *) exit 1 ;;
esac
`

/** The script in a directory that goes with the test, with a file, and with a command that answers. */
function script(t: TestContext, shell: Shell) {
  const { directory, path } = place(t)
  const { status, stdout } = wg(['completion', shell])
  assert.equal(status, 0)
  writeFileSync(join(directory, 'completion'), stdout)
  writeFileSync(join(directory, 'some-file'), '')
  writeFileSync(join(directory, 'sinfonia-wg'), stand, { mode: 0o755 })
  return { directory, env: { ...process.env, HOME: directory, PATH: `${directory}:${path}` } }
}

/** What a shell offers for a line. */
function offers(t: TestContext, shell: 'bash' | 'fish', line: string): string[] {
  const { directory, env } = script(t, shell)
  const complete = {
    bash: `source ./completion && COMP_LINE=$0 COMP_POINT=\${#0} && _sinfonia_wg && printf '%s\\n' "\${COMPREPLY[@]}"`,
    fish: 'source completion; complete -C $argv[1]',
  }
  const { stdout, stderr } = spawnSync(shell, ['-c', complete[shell], line], {
    encoding: 'utf8',
    cwd: directory,
    env,
  })
  assert.equal(stderr, '', line)
  return [...new Set(stdout.split('\n').filter((text) => text !== ''))]
    .map((text) => text.replace(/\t.*/, ''))
    .sort()
}

const fields =
  'allowed-ips dump endpoints fwmark latest-handshakes listen-port peers persistent-keepalive preshared-keys private-key public-key transfer'
const names = 'wg0 wg1'
const cases: readonly (readonly [string, string])[] = [
  ['sh', 'show showconf'],
  ['show ', `--json all interfaces ${names}`],
  ['show wg0 ', fields],
  ['show all tr', 'transfer'],
  ['show interfaces ', ''],
  ['showconf ', names],
  ['showconf wg0 ', ''],
  ['syncconf wg', names],
  ['addconf wg0 some', 'some-file'],
  ['completion ', 'bash fish zsh'],
  ['genkey ', ''],
  ['set wg0 ', 'fwmark listen-port peer private-key'],
  ['set wg0 listen-port 5 ', 'fwmark peer private-key'],
  ['set wg0 listen-port ', ''],
  ['set wg0 fwmark ', 'off'],
  ['set wg0 private-key some', 'some-file'],
  ['set wg0 peer ', [one, two].join(' ')],
  [`set wg0 peer ${one} `, 'allowed-ips endpoint peer persistent-keepalive preshared-key remove'],
  [`set wg0 peer ${one} endpoint 1.2.3.4:5 pe`, 'peer persistent-keepalive'],
  [`set wg0 peer ${one} remove `, 'peer'],
  [`set wg0 peer ${one} remove peer ${two} al`, 'allowed-ips'],
  [`set wg0 fwmark 1 peer ${one} preshared-key some-file persistent-keepalive `, 'off'],
]

for (const shell of ['bash', 'fish'] as const) {
  test(`${shell} offers what belongs in a place, and nothing else`, (t) => {
    if (!needs(t, shell)) return
    for (const [line, expected] of cases) {
      const words = expected.split(' ').filter((word) => word !== '')
      assert.deepEqual(offers(t, shell, `sinfonia-wg ${line}`), words.sort(), line)
    }
  })
}

for (const [shell, words, preparation] of [
  ['bash', ['bash', '--norc', '--noprofile', '-i'], ''],
  ['zsh', ['zsh', '-f', '-i'], 'autoload -Uz compinit; compinit -u -D; '],
] as const) {
  test(`${shell} completes at the Tab key`, async (t) => {
    if (!needs(t, 'python', shell)) return
    const { directory, env } = script(t, shell)
    const terminal = new Terminal(t, ['env', 'PS1=> ', `PATH=${env.PATH}`, ...words])
    terminal.line(`${preparation}cd ${directory}; source ./completion; echo ready$((40 + 2))`)
    await terminal.expect(/ready42\n/)
    const presses: [string, RegExp][] = [
      ['sync', /syncconf $/],
      ['show inter', /interfaces $/],
      ['show wg0 tr', /transfer $/],
      ['setconf wg0 some', /some-file $/],
      ['completion f', /fish $/],
      ['set wg0 list', /listen-port $/],
      ['set wg0 listen-port 5 fw', /fwmark $/],
      ['set wg0 private-key so', /some-file $/],
      ['set wg0 peer AQ', /AQEBAQE= ?$/],
      ['set wg0 peer KEY endp', /endpoint $/],
      ['set wg0 peer KEY remove pe', /peer $/],
    ]
    for (const [line, completed] of presses) {
      terminal.type(`sinfonia-wg ${line}\t`)
      await terminal.expect(completed)
      terminal.type('\x15')
    }
  })
}

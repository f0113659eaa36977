/** The same texts through wg-quick(8), by the functions of its script, and through ours. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { formatPrefix, parsePrefix } from '#dist/address/prefix.js'
import type { QuickConfiguration } from '#dist/configuration/configuration.js'
import { formatConfiguration } from '#dist/configuration/format.js'
import { parseConfiguration } from '#dist/configuration/parse.js'
import { isOperationError } from '#dist/errors/operation-error.js'
import { needs } from '../needs.js'
import { hosts, keys } from './configuration-samples.js'
import { ConfigurationTexts } from './configuration-texts.js'

const seed = Number(process.env['SINFONIA_TEST_SEED'] ?? 20210914)

const inInterface = [
  ...[
    'Address = 10.0.0.1/24',
    'address=10.0.0.1,fd00::1/64 ,\t10.0.0.2,',
    'ADDRESS =',
    'Address = ,',
    ' Address=::1',
  ],
  ...['DNS = 1.1.1.1', 'dns=1.1.1.1,example.org fd00::53', 'DNS=', 'DNS = fe80::1%eth0, a.b', 'Dns=local#,x'],
  ...[
    'MTU = 1420',
    'MTU=',
    'MTU = 1420 # c',
    'mtu=0x500',
    'MTU=02600',
    'MTU=1400\nMTU=1300',
    'MTU=1400\nMTU=',
  ],
  ...['Table = off', 'Table=auto', 'TABLE=main', 'Table = 1234', 'Table=0x10', 'Table=', 'Table=off\nTable='],
  ...['SaveConfig = true', 'saveconfig=FALSE', 'SaveConfig=', 'SaveConfig = yes', 'SaveConfig = true x'],
  ...['SaveConfig=true\nSaveConfig=false', 'SaveConfig', 'SaveConfig == true', 'Save Config = true'],
  ...[
    'PostUp = echo a  b',
    'POSTUP=a\nPostUp=b\npostup= c ',
    'PostUp = a # b',
    'PostUp = a=b, c=d',
    'PostUp =',
    'PostUp =',
  ],
  ...[
    'PostUp=echo \\',
    'PostUp=echo "\\n" $x `y` *',
    'Post Up = x',
    'PostUp = x\r',
    'PostUp\t=\v x \f',
    'PostUp = ü\u00a0',
  ],
  ...[
    'PreUp=1\nPreDown=2\nPostUp=3\nPostDown=4\nPreUp=5',
    '[Peer\nPostUp = x',
    'PostUp : x',
    '# PostUp = x',
    '=x',
  ],
  ...[
    'ListenPort = 5\nAddress = 10.0.0.1',
    'Listen Port = 5\n Fw Mark = 7',
    'PostUp[0] = x',
    'PostUp = [Peer]',
  ],
]
const acceptable = inInterface.filter((lines) => read(`[Interface]\n${lines}`) !== undefined)
const samples = [
  '',
  ...inInterface.map((lines) => `[Interface]\n${lines}\n`),
  ...[
    '[ Interface ]',
    '[INTERFACE] # c',
    ' [interface]\t',
    '[Interface]\r',
    '[Inter face]',
    '[Interface] x',
    '#[Interface]',
  ].map((header) => `${header}\nAddress = 10.0.0.1/24\nPostUp = x\n`),
  `[Peer]\nPublicKey = ${keys[0]}\nAddress = 10.0.0.1\n`,
  `[Peer]\nPublicKey = ${keys[0]}\nPostUp = x\n`,
  `[Interface]\nAddress = 10.0.0.1\n[Peer]\nPublicKey = ${keys[0]}\n[Interface]\nAddress = 10.0.0.2\n`,
  `[Interface]\nPostUp = x\n[ Peer ]\nPublicKey = ${keys[0]}\n[Interface]\nPostUp = y`,
  `[Interface]\nPostUp = x\n[ Interface ]\nPostUp = y`,
  '[Interface]\nPostUp = last line',
]

test('wg-quick makes of a file what we do, of samples', (t) => {
  if (!needs(t, 'kernel WireGuard', 'wg', 'bash')) return
  compare(t, samples)
})

test(`wg-quick makes of a file what we do, of texts made up from the seed ${seed}`, (t) => {
  if (!needs(t, 'kernel WireGuard', 'wg', 'bash')) return
  const texts = new QuickTexts(seed)
  const made = Array.from({ length: 80 }, () => texts.text())
  const taken = compare(t, made)
  assert.ok(taken > 15 && taken < 78, `${taken} were taken`)
})

class QuickTexts extends ConfigurationTexts {
  protected override line(kind: 'Interface' | 'Peer'): string {
    const { random } = this
    if (random.once(2) || (kind === 'Peer' && !random.once(60))) return super.line(kind)
    const lines = random.pick(acceptable)
    return random.pick([lines, ` ${lines}`, `${lines}\t`])
  }
}

/** How many were taken by both. */
function compare(t: TestContext, texts: readonly string[]): number {
  const theirs = runScript(t, texts)
  const ours = texts.map(read)
  const taken: number[] = []
  for (const [index, text] of texts.entries()) {
    const [their, our] = [theirs[index], ours[index]]
    assert.equal(
      our === undefined,
      their === undefined,
      `${told(text)}: wg-quick ${their ? 'takes' : 'refuses'} it`,
    )
    if (their === undefined || our === undefined) continue
    taken.push(index)
    assert.deepEqual(their.variables, variablesOf(our), told(text))
  }
  const again = runScript(
    t,
    taken.map((index) => formatConfiguration(ours[index] as QuickConfiguration)),
  )
  for (const [place, index] of taken.entries()) {
    const { variables, ...link } = theirs[index] as Answer
    const printed = again[place] as Answer
    assert.deepEqual(printed.variables, variables, `${told(texts[index] ?? '')}, printed`)
    assert.equal(printed.shown, link.shown, `${told(texts[index] ?? '')} sets something else`)
  }
  return taken.length
}

function told(text: string): string {
  return `seed ${seed}, ${JSON.stringify(text)}`
}

function read(text: string): QuickConfiguration | undefined {
  try {
    return parseConfiguration(text, { quick: true })
  } catch (error) {
    if (isOperationError(error) && error.code === 'ERR_CONFIGURATION') return undefined
    throw error
  }
}

/** The script's variables, each with its values; numbers and addresses in one spelling. */
type Variables = Readonly<Record<string, readonly string[]>>

interface Answer {
  readonly variables: Variables
  /** What `wg showconf` prints after `wg setconf` of what the script leaves for it. */
  readonly shown: string
}

function variablesOf(configuration: QuickConfiguration): Variables {
  const { dns, mtu, table, saveConfig } = configuration
  const one = (value: string | number | undefined) => [value === undefined ? '' : `${value}`]
  return {
    ADDRESSES: configuration.addresses.map(formatPrefix),
    DNS: dns?.servers ?? [],
    DNS_SEARCH: dns?.search ?? [],
    MTU: one(mtu),
    TABLE: one(table),
    SAVE_CONFIG: one(saveConfig === true ? 1 : 0),
    PRE_UP: configuration.preUp,
    POST_UP: configuration.postUp,
    PRE_DOWN: configuration.preDown,
    POST_DOWN: configuration.postDown,
  }
}

const names = Object.keys(variablesOf(parseConfiguration('', { quick: true })))

/** The answer to each text; undefined where script or wg refuse it. */
function runScript(t: TestContext, texts: readonly string[]): readonly (Answer | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'quick-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, `t${index}.conf`), text)
  writeFileSync(join(folder, 'hosts'), hosts)
  const [functions, main] = readFileSync('/usr/bin/wg-quick', 'utf8').split(/^# ~~ function override.*$/m)
  assert.ok(main !== undefined, 'the script is another one')
  const script = `${functions}
    mount --bind hosts /etc/hosts; ip link set lo up; ip link add wg0 type wireguard
    take() {
      parse_options "$PWD/$1"
      cmd_strip > "$1.stripped"
      for name in ${names.join(' ')}; do
        declare -n values=$name
        for value in "\${values[@]}"; do printf '%s\\0%s\\0' $name "$value"; done
      done > "$1.variables"
    }
    set +e
    for text in t*.conf; do
      (set -e; take "$text" && wg setconf wg0 "$text.stripped") 2>/dev/null && wg showconf wg0 > "$text.shown"
    done
    exit 0`
  writeFileSync(join(folder, 'script'), script)
  const env = { ...process.env, WG_ENDPOINT_RESOLUTION_RETRIES: '0' }
  execFileSync('unshare', ['--net', '--mount', 'bash', 'script'], { cwd: folder, env })
  return texts.map((_, index) => answerIn(join(folder, `t${index}.conf`)))
}

function answerIn(path: string): Answer | undefined {
  try {
    const shown = readFileSync(`${path}.shown`, 'utf8')
    return { shown, variables: variablesFrom(readFileSync(`${path}.variables`, 'utf8')) }
  } catch {
    return undefined
  }
}

function variablesFrom(text: string): Variables {
  const found: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (const [, name = '', value = ''] of text.matchAll(/([^\0]*)\0([^\0]*)\0/g)) {
    found[name]?.push(inOneSpelling(name, value))
  }
  return found
}

function inOneSpelling(name: string, value: string): string {
  if (name === 'ADDRESSES') return formatPrefix(parsePrefix(value))
  const isNumber = (name === 'MTU' || name === 'TABLE') && /^0[x0-9]/.test(value)
  return isNumber ? `${value.startsWith('0x') ? Number(value) : Number.parseInt(value, 8)}` : value
}

/** What goes through both programs: command lines, in groups that share a state of the kernel. */

export interface Case {
  /** Unique in its suite: the command line, as a rule. */
  readonly name: string
  readonly args: readonly string[]
  readonly stdin?: string
  readonly environment?: Readonly<Record<string, string>>
  /** In place of the arguments: shell commands that call `wg`, each time as a process of its own. */
  readonly script?: string
  /** Content of the file `conf`. */
  readonly conf?: string
}

export interface Group {
  /** What is tested, in words. */
  readonly title: string
  /** Shell commands, run once ahead of the cases. */
  readonly setUp: string
  /** Shell commands that bring wg0 back to the state that each case starts with. None: the cases only read. */
  readonly restore?: string
  /** Interfaces in user space: what each answers to `get=1`. */
  readonly userspace?: () => Readonly<Record<string, string>>
  /** What wg itself does with all of these, so that none is refused for a typing error of ours. */
  readonly expected?: 'taken' | 'refused'
  readonly cases: readonly Case[]
}

export interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  /** Of wg0 afterwards, as wg shows it; or what interfaces in user space were told. */
  readonly state: string
}

export interface Compared {
  readonly name: string
  readonly conf?: string | undefined
  /** The state before. */
  readonly start: string
  readonly theirs: Outcome
  readonly ours: Outcome
}

/** A group whose cases change wg0, which has all settings when each of them starts. `other` is a link of another kind. */
export const changing = {
  setUp:
    'ip link show wg0 >/dev/null 2>&1 || { ip link add wg0 type wireguard && ip link add other type dummy; }',
  restore: 'wg setconf wg0 state',
}

/** Keys that command lines name as $one, $two, $three, $four (peers and anything else) and $none. */
export const keys: Readonly<Record<string, string>> = {
  one: keyOf(1),
  two: keyOf(2),
  three: keyOf(3),
  four: keyOf(4),
  none: keyOf(0),
}

function keyOf(byte: number): string {
  return Buffer.alloc(32, byte).toString('base64')
}

/** A case for each line: words as a shell splits them, with '…', $one …, \n and \t. */
export function commandLines(text: string, more: Omit<Partial<Case>, 'args'> = {}): Case[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map((line) => ({ name: line, args: words(line), ...more }))
}

/** Through each of these variables of the environment. */
export function withEnvironment(
  cases: readonly Case[],
  environment: Readonly<Record<string, string>>,
): Case[] {
  const named = Object.entries(environment).map(([name, value]) => `${name}='${value}'`)
  return cases.map((one) => ({ ...one, name: [...named, one.name].join(' '), environment }))
}

function words(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => expand(word.replaceAll("'", '')))
}

/** `$one` and the like, and escapes. */
export function expand(text: string): string {
  return text
    .replaceAll(/\$(\w+)/g, (whole, name: string) => keys[name] ?? whole)
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
}

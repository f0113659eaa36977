/** Each case through both programs, in one namespace, from the same state. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Case, Compared, Group, Outcome } from './case.js'
import { quoted, type Shell } from './shell.js'
import { UserspaceInterfaces } from './userspace-interfaces.js'

/** Runs a case in the current directory, whose parent gets the files that end as `stdout` and `stderr`. */
export type Ours = (one: Case) => Promise<Omit<Outcome, 'state'>>

/** Directories in which one of both programs is called wg, and by our command's name. */
type Whose = 'theirs' | 'ours'

/** Our command's name, given to wg as well: it names itself in what it prints. */
export const name = 'sinfonia-wg'

export class Comparison {
  readonly #shell: Shell
  readonly #results: string
  readonly #ours: Ours
  readonly #userspace = new UserspaceInterfaces()

  /** `shell` is in the directory of the cases' files; `results` is a directory beside it. */
  constructor(shell: Shell, results: string, ours: Ours) {
    this.#shell = shell
    this.#results = results
    this.#ours = ours
  }

  async run(group: Group): Promise<Compared[]> {
    await this.#userspace.listen(group.userspace?.() ?? {})
    await this.#shell.must(`bash -c ${quoted(group.setUp || 'true')}`)
    if (group.restore) await this.#shell.must(group.restore)
    const start = await this.#state(group)
    const compared: Compared[] = []
    for (const one of group.cases) {
      writeFileSync('conf', one.conf ?? '')
      writeFileSync(join(this.#results, 'stdin'), one.stdin ?? '')
      compared.push({ name: one.name, conf: one.conf, start, ...(await this.#both(group, one, start)) })
    }
    this.#userspace.close()
    return compared
  }

  /**
   * Cases that only read may be told of a moving clock. They are run again until both say the same, or until wg does before and
   * after ours: what differs then is no second that has passed.
   */
  async #both(group: Group, one: Case, start: string): Promise<Pick<Compared, 'theirs' | 'ours'>> {
    let theirs = await this.#theirs(group, one, start)
    for (let times = 1; ; times++) {
      const ours = await this.#ourOutcome(group, one, start, theirs.state)
      if (group.restore || isDeepStrictEqual(theirs, ours)) return { theirs, ours }
      const before = theirs
      theirs = await this.#theirs(group, one, start)
      const stood = isDeepStrictEqual(theirs, before)
      if (stood || isDeepStrictEqual(theirs, ours) || times === 50) return { theirs, ours }
    }
  }

  async #ourOutcome(group: Group, one: Case, start: string, likely: string): Promise<Outcome> {
    const outcome = one.script === undefined ? this.#ours(one) : this.#script(one.script, 'ours')
    return this.#withState(group, start, await outcome, likely)
  }

  async #theirs(group: Group, one: Case, start: string): Promise<Outcome> {
    if (one.script !== undefined)
      return this.#withState(group, start, await this.#script(one.script, 'theirs'))
    const variables = Object.entries(one.environment ?? {}).map(([key, value]) => `${key}=${quoted(value)}`)
    const command = [...variables, name, ...one.args.map(quoted)].join(' ')
    return this.#withState(group, start, await this.#inShell(command, 'theirs'))
  }

  #script(script: string, whose: Whose): Promise<Omit<Outcome, 'state'>> {
    return this.#inShell(`bash -c ${quoted(script)}`, whose)
  }

  async #inShell(command: string, whose: Whose): Promise<Omit<Outcome, 'state'>> {
    const [stdin, stdout, stderr] = ['stdin', 'stdout', 'stderr'].map((file) => join(this.#results, file))
    const path = `PATH=${join(this.#results, whose)}:$PATH`
    const status = await this.#shell.run(`${path} ${command} <${stdin} >${stdout} 2>${stderr}`)
    const read = (file: string) => readFileSync(join(this.#results, file), 'utf8')
    return { status, stdout: read('stdout'), stderr: read('stderr') }
  }

  /** The state is brought back where it is another. */
  async #withState(
    group: Group,
    start: string,
    outcome: Omit<Outcome, 'state'>,
    likely = start,
  ): Promise<Outcome> {
    const state = await this.#state(group, start, likely)
    if (state !== start && group.restore) await this.#shell.must(group.restore)
    return { ...outcome, state }
  }

  /** What `wg showconf` prints is asked for where `wg show dump` is in none of the states that are known already. */
  async #state(group: Group, ...known: readonly string[]): Promise<string> {
    if (!group.restore) return this.#userspace.told()
    const dump = await this.#printed('wg show wg0 dump')
    const same = known.find((state) => state.startsWith(`${dump}\0`))
    return same ?? `${dump}\0${await this.#printed('wg showconf wg0')}`
  }

  async #printed(command: string): Promise<string> {
    const file = join(this.#results, 'state')
    await this.#shell.must(`${command} >${file}`)
    return readFileSync(file, 'utf8')
  }
}

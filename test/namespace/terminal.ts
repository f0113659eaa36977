// A terminal to type on, by way of test/fixtures/terminal.py.
import { type ChildProcess, spawn } from 'node:child_process'
import type { TestContext } from 'node:test'
import { until } from '../end-to-end/command.js'
import { Mark } from '../processes.js'
import type { CommandOptions } from './command.js'
import { commandWords } from './running.js'

export const interactiveShell = ['bash', '--norc', '--noprofile', '--noediting', '-i']

export class Terminal {
  /** Of what is on the terminal. */
  readonly mark = new Mark()
  readonly #process: ChildProcess
  #shown = ''
  #report = ''
  /** Where the next expectation begins. */
  #at = 0

  constructor(t: TestContext, words: readonly string[]) {
    this.#process = spawn('python3', ['test/fixtures/terminal.py', ...this.mark.start(...words)], {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
      env: { ...process.env, TERM: 'dumb', HISTFILE: '' },
    })
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#shown += text.replaceAll('\r', '')
    })
    this.#process.stdio[3]?.on('data', (bytes: Buffer) => {
      this.#report += bytes.toString()
    })
    t.after(() => {
      if (t.signal.aborted || this.#process.exitCode === null) this.#process.kill('SIGKILL')
    })
  }

  /** An interactive bash with a prompt of `out> `. */
  static async bash(t: TestContext): Promise<Terminal> {
    const terminal = new Terminal(t, interactiveShell)
    await terminal.prompt('out> ')
    return terminal
  }

  /** Makes a prompt the shell's, and waits for it. */
  async prompt(text: string): Promise<void> {
    await this.expect(/[$#] $/)
    this.line(`PS1='${text}'`)
    await this.expect(new RegExp(`\n${text}$`))
  }

  /** All that was shown since the last expectation. */
  get shown(): string {
    return this.#shown.slice(this.#at)
  }

  type(text: string): void {
    this.#process.stdin?.write(text)
  }

  line(text: string): void {
    this.type(`${text}\n`)
  }

  /** Resolves with the match once the terminal shows it, behind what was expected before. */
  async expect(pattern: RegExp): Promise<RegExpExecArray> {
    await until(
      `${pattern} on the terminal`,
      () => pattern.test(this.shown) || this.#process.exitCode !== null,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; it shows ${JSON.stringify(this.#shown)}`)
    })
    const match = pattern.exec(this.shown)
    if (!match) throw new Error(`no ${pattern} on the terminal, which showed ${JSON.stringify(this.#shown)}`)
    this.#at += match.index + match[0].length
    return match
  }

  /** Pid of what was started on the terminal. */
  async pid(): Promise<number> {
    await until('the program on the terminal runs', () => this.#report.includes('\n'))
    return Number.parseInt(this.#report, 10)
  }

  /** Hangs up, as closing the window does. */
  hangUp(): void {
    this.#process.stdin?.end()
  }

  /** The wait status of what was started on the terminal. */
  async ended(): Promise<number> {
    await until('the program on the terminal ends', () => /\n\d+\n/.test(this.#report))
    return Number(this.#report.split('\n')[1])
  }
}

/** What is typed into a shell to start the command. */
export function typed(options: CommandOptions, ...application: readonly string[]): string {
  return commandWords(options, application)
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ')
}

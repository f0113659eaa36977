/** A shell that stays: starting wg from it costs a third of what it costs from Node, and less from sh than from bash. */
import { spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'

export class Shell {
  readonly #child = spawn('sh', [], { stdio: ['pipe', 'pipe', 'inherit'] })
  readonly #lines: Interface = createInterface(this.#child.stdout)

  /** The exit status of commands whose output goes nowhere but into files. */
  run(commands: string): Promise<number> {
    const ended = new Promise<number>((settle) => this.#lines.once('line', (line) => settle(Number(line))))
    this.#child.stdin.write(`{\n${commands}\n} >/dev/null\necho $?\n`)
    return ended
  }

  /** @throws Error when they fail */
  async must(commands: string): Promise<void> {
    const status = await this.run(commands)
    if (status !== 0) throw new Error(`the shell ended with ${status}: ${commands}`)
  }

  close(): void {
    this.#child.stdin.end()
  }
}

export function quoted(word: string): string {
  return /^[\w./:,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

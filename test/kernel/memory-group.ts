// A memory cgroup: cgroup-v2.rst, "Memory".
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class MemoryGroup {
  readonly #top: string
  readonly #own: string

  private constructor(top: string) {
    this.#top = top
    this.#own = join(top, 'sinfonia-test')
  }

  /** One that this process, and all that it starts from now on, is charged to. Undefined: this kernel has none. */
  static join(): MemoryGroup | undefined {
    const top = mkdtempSync(join(tmpdir(), 'sinfonia-cgroup-'))
    try {
      execFileSync('mount', ['-t', 'cgroup2', 'none', top], { stdio: 'pipe' })
    } catch {
      rmdirSync(top)
      return undefined
    }
    const group = new MemoryGroup(top)
    if (readFileSync(join(top, 'cgroup.controllers'), 'latin1').split(/\s/).includes('memory')) {
      writeFileSync(join(top, 'cgroup.subtree_control'), '+memory')
      mkdirSync(group.#own)
      writeFileSync(join(group.#own, 'cgroup.procs'), String(process.pid))
      return group
    }
    group.#unmount()
    return undefined
  }

  /** KiB of the kernel's memory that are charged to it. */
  charged(): number {
    const [, bytes] = /^kernel (\d+)$/m.exec(readFileSync(join(this.#own, 'memory.stat'), 'latin1')) ?? []
    return Number(bytes) / 1024
  }

  leave(): void {
    writeFileSync(join(this.#top, 'cgroup.procs'), String(process.pid))
    rmdirSync(this.#own)
    this.#unmount()
  }

  #unmount(): void {
    execFileSync('umount', [this.#top])
    rmdirSync(this.#top)
  }
}

/** A folder in which programs import this package as its users do, are compiled and run. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import ts from 'typescript'

/** A module to compile, and where each of its lines comes from. */
export interface Source {
  /** Without an ending. */
  readonly name: string
  readonly language: 'ts' | 'js'
  readonly text: string
  /** It need not use all that it imports. */
  readonly isPart?: boolean
}

const unusedName = 6133
const unusedImports = 6192

/** What is wrong with a module. */
export interface Complaint {
  readonly name: string
  /** Of the module, from 1. */
  readonly line: number
  readonly message: string
}

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const options: ts.CompilerOptions = {
  noUnusedLocals: true,
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
  // `await using` becomes what Node 20 knows.
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
}

export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'sinfonia-docs-'))

  constructor(top = process.cwd()) {
    mkdirSync(join(this.directory, 'node_modules'))
    symlinkSync(top, join(this.directory, 'node_modules/sinfonia-tier3'))
    symlinkSync(join(top, 'node_modules/@types'), join(this.directory, 'node_modules/@types'))
    writeFileSync(join(this.directory, 'package.json'), '{ "private": true, "type": "module" }')
  }

  /** What the compiler says of them, all of a language at once. JavaScript says no types, and is checked as far as it tells them. */
  compile(sources: readonly Source[]): Complaint[] {
    return (['ts', 'js'] as const).flatMap((language) => {
      const some = sources.filter((source) => source.language === language)
      return some.length === 0 ? [] : this.#compile(some, language === 'ts')
    })
  }

  #compile(sources: readonly Source[], strict: boolean): Complaint[] {
    const files = sources.map(({ name, language, text }) => {
      const file = join(this.directory, `${name}.m${language}`)
      writeFileSync(file, text)
      return file
    })
    const program = ts.createProgram(files, {
      ...options,
      strict,
      noUncheckedIndexedAccess: strict,
      exactOptionalPropertyTypes: strict,
      noEmit: true,
      rootDir: this.directory,
      typeRoots: [join(this.directory, 'node_modules/@types')],
    })
    const parts = new Set(files.filter((_, at) => sources[at]?.isPart))
    const isPardoned = ({ code, file }: ts.Diagnostic) =>
      (code === unusedName || code === unusedImports) && file !== undefined && parts.has(file.fileName)
    return ts
      .getPreEmitDiagnostics(program)
      .filter((diagnostic) => !isPardoned(diagnostic))
      .map((diagnostic) => this.#complaint(diagnostic))
  }

  /** Makes them ready for {@link run} without a look at their types, which takes a test kernel a minute. */
  transpile(sources: readonly Source[]): void {
    mkdirSync(join(this.directory, 'out'))
    for (const { name, text } of sources) {
      const { outputText } = ts.transpileModule(text, {
        compilerOptions: { ...options, module: ts.ModuleKind.ESNext },
      })
      writeFileSync(join(this.directory, 'out', `${name}.mjs`), outputText)
    }
  }

  /** Runs a module, in a folder of its own or a given one. `before`: the words of a command that starts Node. */
  async run(name: string, cwd = this.directory, before: readonly string[] = []): Promise<Ended> {
    const [program = '', ...args] = [...before, process.execPath, join(this.directory, 'out', `${name}.mjs`)]
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    return { status, stdout, stderr }
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  #complaint({ file, start = 0, messageText }: ts.Diagnostic): Complaint {
    const name = file?.fileName.slice(this.directory.length + 1).replace(/\.m[tj]s$/, '') ?? ''
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1
    return { name, line, message: ts.flattenDiagnosticMessageText(messageText, '\n') }
  }
}

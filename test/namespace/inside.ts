// Runs programs in a namespace and tells what they printed.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { ApplicationOptions, ExitStatus } from '#dist/namespace/application.js'
import { Namespace, type NamespaceOptions } from '#dist/namespace/namespace.js'

export interface Output extends ExitStatus {
  readonly stdout: string
  readonly stderr: string
}

/** A namespace that goes with the test. */
export async function namespaceFor(t: TestContext, options?: NamespaceOptions): Promise<Namespace> {
  const namespace = await Namespace.create(options)
  t.after(() => namespace.close())
  return namespace
}

/** A directory that goes with the test, open to everyone. */
export function directoryFor(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-test-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Runs a program to its end. */
export async function output(
  namespace: Namespace,
  command: string,
  args: readonly string[] = [],
  options: ApplicationOptions = {},
): Promise<Output> {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-output-'))
  const [out, err] = [join(directory, 'out'), join(directory, 'err')]
  const descriptors: [number, number, number] = [
    openSync('/dev/null', 'r'),
    openSync(out, 'w'),
    openSync(err, 'w'),
  ]
  try {
    const application = await namespace.run(command, args, { stdio: descriptors, ...options })
    const status = await application.exited
    return { ...status, stdout: readFileSync(out, 'utf8'), stderr: readFileSync(err, 'utf8') }
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor)
    rmSync(directory, { recursive: true })
  }
}

/** Runs a shell script to its end. */
export function shell(namespace: Namespace, script: string, options?: ApplicationOptions): Promise<Output> {
  return output(namespace, 'sh', ['-c', script], options)
}

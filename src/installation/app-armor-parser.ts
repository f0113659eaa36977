// AppArmor's profiles in the kernel, through its own parser.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { OperationError } from '../errors/operation-error.js'

/** Compiles a profile file and hands it to the kernel, in place of one of the same name. */
export function load(path: string): void {
  parse('--replace', path)
}

/** Takes the profiles of a file out of the kernel. */
export function unload(path: string): void {
  parse('--remove', path)
}

function parse(verb: '--replace' | '--remove', path: string): void {
  const parser = parserPath()
  if (parser === undefined) {
    throw new OperationError('apparmor_parser, which loads AppArmor profiles, is missing', {
      code: 'ERR_SETUP',
      operation: 'setup.profile',
      subject: path,
      remedy: 'Install the package apparmor.',
    })
  }
  const { status, stderr, error } = spawnSync(parser, [verb, '--skip-cache', path], {
    encoding: 'utf8',
    env: {},
    cwd: '/',
  })
  if (status === 0) return
  throw new OperationError(`apparmor_parser refuses ${path}`, {
    code: 'ERR_SETUP',
    operation: 'setup.profile',
    subject: path,
    detail: (error?.message ?? stderr).trim(),
    outcome: 'partly-applied',
  })
}

function parserPath(): string | undefined {
  return ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'].find((path) => existsSync(path))
}

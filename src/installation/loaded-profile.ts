// AppArmor's profiles in the kernel: put there by its own parser, taken out and seen through securityfs.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { OperationError } from '../errors/operation-error.js'
import { readSetting } from './app-armor-state.js'

const securityfs = '/sys/kernel/security/apparmor'

/** Whether a profile is in the kernel; undefined where only root can see that. */
export function isLoaded(name: string): boolean | undefined {
  const list = readSetting(`${securityfs}/profiles`)
  return list?.split('\n').some((line) => line.startsWith(`${name} (`))
}

/** Takes a profile out of the kernel, and its children with it: its text is not needed. */
export function unload(name: string): void {
  writeFileSync(`${securityfs}/.remove`, name)
}

/** Compiles a profile's text and hands it to the kernel, in place of one of the same name. */
export function load(name: string, text: string): void {
  const parser = parserPath()
  if (parser === undefined) {
    throw new OperationError('apparmor_parser, which loads AppArmor profiles, is missing', {
      code: 'ERR_SETUP',
      operation: 'setup.profile',
      subject: name,
      remedy: 'Install the package apparmor.',
    })
  }
  const { status, stderr, error } = spawnSync(parser, ['--replace', '--skip-cache'], {
    encoding: 'utf8',
    input: text,
    env: {},
    cwd: '/',
  })
  if (status === 0) return
  throw new OperationError(`apparmor_parser refuses the profile ${name}`, {
    code: 'ERR_SETUP',
    operation: 'setup.profile',
    subject: name,
    detail: (error?.message ?? stderr).trim(),
    outcome: 'partly-applied',
  })
}

function parserPath(): string | undefined {
  return ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'].find((path) => existsSync(path))
}

/** Loads the native addon, at first use: types and `--help` work on systems that it does not fit. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { OperationError } from '../errors/operation-error.js'
import type { Binding } from './binding.js'

/** The directory that holds package.json, build/ and prebuilds/. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

let loaded: Binding | undefined

/**
 * The native addon: the development build (`npm run build:native`) where there is one, else the prebuilt file.
 *
 * @throws OperationError ERR_ADDON when there is none for this system or it cannot be loaded
 */
export function addon(): Binding {
  loaded ??= load()
  return loaded
}

/** Takes another one in its place until the result is called: a fake, in tests. */
export function substituteAddon(other: Binding): () => void {
  const before = loaded
  loaded = other
  return () => {
    loaded = before
  }
}

function load(): Binding {
  const require = createRequire(import.meta.url)
  try {
    const find = require('node-gyp-build') as (directory: string) => Binding
    return find(packageRoot)
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new OperationError(`the native addon cannot be loaded on this system: ${reason}`, {
      code: 'ERR_ADDON',
      operation: 'addon.load',
      subject: `${process.platform}-${process.arch}`,
      remedy: howToGetNativeCode(),
      cause,
    })
  }
}

/** What to do where there is no native code for this system. */
export function howToGetNativeCode(): string {
  return process.platform === 'linux'
    ? 'Prebuilt files exist for Linux on x64 and arm64; elsewhere install cmake and a C++20 compiler and run "npm run build:native" in a clone of the repository.'
    : 'Network namespaces are a feature of the Linux kernel: run it on Linux.'
}

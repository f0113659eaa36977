import { createRequire } from 'node:module'
import { packageRoot } from '../../addon/load.js'

/** This package's version. */
export function version(): string {
  const manifest: { version: string } = createRequire(import.meta.url)(`${packageRoot}package.json`)
  return manifest.version
}

import { createRequire } from 'node:module'
import { packageRoot } from '../addon/load.js'
import type { Check } from './check.js'

/** The Node that runs this, beside what package.json asks for. */
export function checkNode(running = process.versions.node): Check {
  const name = 'Node'
  const manifest: { engines: { node: string } } = createRequire(import.meta.url)(`${packageRoot}package.json`)
  const wanted = manifest.engines.node.replace('>=', '')
  if (isAtLeast(running, wanted)) return { name, state: 'ok', sentence: `${running}, of ${process.execPath}` }
  return {
    name,
    state: 'failure',
    sentence: `${running} is older than ${wanted}`,
    remedy: `Install Node ${wanted} or newer; this one is ${process.execPath}.`,
  }
}

function isAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

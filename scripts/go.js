// Runs go in the engine's module, always the exact release that its go.mod names.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const engine = join(dirname(import.meta.dirname), 'native/engine')

/** Returns what it prints. */
export function go(args, { cwd = engine, env = {} } = {}) {
  const pinned = { CGO_ENABLED: '0', GOTOOLCHAIN: toolchain(), GOFLAGS: '', GOWORK: 'off', GOEXPERIMENT: '' }
  const options = { cwd, env: { ...process.env, ...pinned, ...env }, stdio: ['ignore', 'pipe', 'inherit'] }
  return execFileSync('go', args, options).toString().trim()
}

function toolchain() {
  const line = readFileSync(join(engine, 'go.mod'), 'utf8').match(/^toolchain (go\S+)$/m)
  if (!line) throw new Error('native/engine/go.mod names no toolchain')
  return line[1]
}

// Builds the engine, to the same bytes wherever it is built.
// node scripts/build-engine.js [--arch x64|arm64] [--out FILE]
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { engine, go } from './go.js'

/** Upstream's file that ours in native/engine/bounds takes the place of. */
const bounds = 'device/queueconstants_default.go'

const { values } = parseArgs({ options: { arch: { type: 'string' }, out: { type: 'string' } } })
const architecture = values.arch ?? process.arch
const goArchitecture = { x64: 'amd64', arm64: 'arm64' }[architecture]
if (goArchitecture === undefined) throw new Error(`no engine for ${architecture}: x64 or arm64`)
build(resolve(values.out ?? join(dirname(import.meta.dirname), 'build/Release/sinfonia-engine')))

function build(out) {
  const cwd = mkdtempSync(join(tmpdir(), 'sinfonia-engine-'))
  const env = { GOOS: 'linux', GOARCH: goArchitecture, GOAMD64: 'v1', GOARM64: 'v8.0' }
  try {
    cpSync(engine, cwd, { recursive: true })
    go(['mod', 'vendor'], { cwd })
    const upstream = join(cwd, 'vendor/golang.zx2c4.com/wireguard', bounds)
    cpSync(join(cwd, 'bounds', 'queueconstants_default.go'), upstream)
    mkdirSync(dirname(out), { recursive: true })
    const flags = ['-mod=vendor', '-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid=']
    go(['build', ...flags, '-o', out, '.'], { cwd, env })
    chmodSync(out, 0o755)
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

// What prebuilds/ is built from, as one digest: it tells at once that somebody forgot to build them again, for every architecture.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const top = dirname(import.meta.dirname)
const places = [
  'CMakeLists.txt',
  'cmake',
  'native',
  'scripts/build-engine.js',
  'scripts/cmake-js-as-node-gyp',
  'scripts/go.js',
  'scripts/licenses.js',
  'scripts/prebuilds.js',
  'scripts/zig.js',
  'scripts/zig-requirements.txt',
  'node_modules/node-addon-api/package.json',
  'node_modules/node-api-headers/package.json',
]

/** As sha256sum(1) of a list of them by sha256sum would print it. */
export function sourcesDigest() {
  const lines = places
    .flatMap(filesAt)
    .sort()
    .map((file) => `${sha256(readFileSync(join(top, file)))}  ${file}\n`)
  return `${sha256(lines.join(''))}\n`
}

function filesAt(place) {
  if (!statSync(join(top, place)).isDirectory()) return [place]
  return readdirSync(join(top, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(top.length + 1))
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex')
}

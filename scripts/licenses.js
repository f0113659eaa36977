// The licenses of what is linked into the prebuilt binaries, which ask for their text to go with it.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { go } from './go.js'

const top = dirname(import.meta.dirname)

/** @param {string} zig - path of zig, with its library beside it */
export function licenses(zig) {
  const library = join(dirname(zig), 'lib')
  const parts = [
    ['addon, launcher: compiler-rt of zig', join(dirname(zig), 'LICENSE')],
    ['addon, launcher: libc++', join(library, 'libcxx/LICENSE.TXT')],
    ['addon, launcher: libc++abi', join(library, 'libcxxabi/LICENSE.TXT')],
    ['addon, launcher: libunwind', join(library, 'libunwind/LICENSE.TXT')],
    ['addon: node-addon-api', join(top, 'node_modules/node-addon-api/LICENSE.md')],
    ['addon: node-api-headers', join(top, 'node_modules/node-api-headers/LICENSE')],
    ['launcher: musl', join(library, 'libc/musl/COPYRIGHT')],
    ['engine: Go', join(go(['env', 'GOROOT']), 'LICENSE')],
    ...linkedModules().map(([name, directory]) => [`engine: ${name}`, join(directory, 'LICENSE')]),
  ]
  return parts.map(([title, file]) => `# ${title}\n\n${readFileSync(file, 'utf8').trim()}\n`).join('\n\n')
}

/** Name and directory of each module that the engine takes a package of. */
function linkedModules() {
  go(['mod', 'download'])
  const list = go([
    'list',
    '-deps',
    '-f',
    '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}',
    '.',
  ])
  const modules = new Set(list.split('\n').filter((line) => line !== ''))
  return [...modules].sort().map((line) => line.split(' '))
}

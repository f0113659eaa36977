// Puts each command's modules into few files: a process that has to find and read a hundred small ones starts 30 ms later.
// The library stays as tsc emits it. Of undici only the parts that src/sinfonia/http.ts names are taken in.
import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

/** Of sinfonia-wg, two files that share none: a third to find would take longer than what both have is to read. */
const commands = [
  { entries: ['sinfonia-tier3/main'], outdir: 'dist/command', splitting: true },
  {
    entries: ['sinfonia-wg/main', 'sinfonia-wg/interfaces'],
    outdir: 'dist/command-wg',
    splitting: false,
  },
]

/** By their bare names only, so that undici's parts are bundled and undici as a whole is not. */
const bareNames = {
  name: 'bare names stay outside',
  setup(bundle) {
    bundle.onResolve({ filter: /^(undici|yaml|dns-packet|node-gyp-build)$/ }, ({ path }) => ({
      path,
      external: true,
    }))
  },
}

/** What the first of sinfonia-wg's files loads when a subcommand needs it. */
const secondFile = {
  name: 'the second file stays outside',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/interfaces\.js$/ }, ({ path, importer }) =>
      importer.endsWith('/sinfonia-wg/main.js') ? { path, external: true } : undefined,
    )
  },
}

for (const { entries, outdir, splitting } of commands) {
  await rm(outdir, { recursive: true, force: true })
  await build({
    entryPoints: entries.map((entry) => `dist/commands/${entry}.js`),
    outdir,
    bundle: true,
    splitting,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: false,
    legalComments: 'inline',
    // CommonJS inside (commander, undici) calls require for Node's own modules.
    banner: {
      js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
    },
    plugins: [bareNames, secondFile],
    logLevel: 'warning',
  })
}

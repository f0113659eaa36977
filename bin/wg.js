#!/usr/bin/env node
// Parses on Node 10 and newer, so that one that is too old says so: no static import, no await, nothing newer than ES2018.
const [major, minor] = process.versions.node.split('.').map(Number)
// Called by a link of another name, as of wg, it is called so in its messages.
const called = process.argv[1].replace(/^.*\//, '')
const name = called === 'wg.js' ? 'sinfonia-wg' : called
const problem =
  process.platform !== 'linux'
    ? `runs on Linux only, and this is ${process.platform}`
    : major < 20 || (major === 20 && minor < 19)
      ? `needs Node 20.19 or newer, and this is ${process.versions.node}: ${process.execPath}`
      : undefined
if (problem) {
  process.stderr.write(`${name} ${problem}\n`)
  process.exitCode = 1
} else {
  import('../dist/command-wg/main.js').then(({ main }) => main(process.argv.slice(2), name))
}

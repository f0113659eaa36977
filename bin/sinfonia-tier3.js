#!/usr/bin/env node
// Parses on Node 10 and newer, so that one that is too old says so: no static import, no await, nothing newer than ES2018.
const [major, minor] = process.versions.node.split('.').map(Number)
const problem =
  process.platform !== 'linux'
    ? `runs on Linux only, and this is ${process.platform}: network namespaces are a feature of its kernel`
    : major < 20 || (major === 20 && minor < 19)
      ? `needs Node 20.19 or newer, and this is ${process.versions.node}: ${process.execPath}`
      : undefined
if (problem) {
  process.stderr.write(`sinfonia-tier3 ${problem}\n`)
  process.exitCode = 125
} else {
  import('../dist/command/main.js').then(({ main }) => main(process.argv.slice(2)))
}

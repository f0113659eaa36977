// A command that a test starts in a mount namespace of its own: what is seen inside after the host has replaced its
// /etc/resolv.conf, by turns with a file and a link, and has started a resolver, twice.
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { Namespace } from '#dist/namespace/namespace.js'
import { shell } from './inside.js'

const namespace = await Namespace.create()

/** What a script prints inside, once it prints something like this. */
async function sees(script: string, wanted: RegExp): Promise<string> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const { stdout } = await shell(namespace, script)
    if (wanted.test(stdout) || Date.now() > deadline) return stdout
  }
}

try {
  await namespace.setResolver({ servers: ['192.0.2.1'] })
  const seen: string[] = []
  for (const how of ['file', 'link', 'file again']) {
    if (how === 'link') symlinkSync('/run/it/resolv.conf', '/etc/new')
    else writeFileSync('/etc/new', `# outside: ${how}\n`)
    renameSync('/etc/new', '/etc/resolv.conf')
    seen.push(await sees('cat /etc/resolv.conf', /^nameserver/))
  }
  await namespace.setResolver({ servers: ['192.0.2.2'] })
  seen.push(await sees('cat /etc/resolv.conf', /^nameserver/))
  for (const how of ['started', 'started again']) {
    rmSync('/run/nscd', { recursive: true, force: true })
    mkdirSync('/run/nscd')
    writeFileSync('/run/nscd/socket', how)
    seen.push(await sees('ls /run/nscd', /^$/))
  }
  writeFileSync('/etc/new', '# outside: after the resolver\n')
  renameSync('/etc/new', '/etc/resolv.conf')
  seen.push(await sees('cat /etc/resolv.conf', /^nameserver/))
  process.stdout.write(JSON.stringify(seen))
} finally {
  await namespace.close()
}

// What the benchmarks compare: this package's command, and the Python reference client where one is named.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const command = fileURLToPath(new URL('../bin/sinfonia-tier3.js', import.meta.url))

/** Starts an embedded cloudlet; resolves with its URL and a way to end it. */
export async function startCloudlet(args = []) {
  const child = spawn(process.execPath, [command, 'cloudlet', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const close = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { url: line.trim(), close }
}

/**
 * The clients to compare: ours by each way that this kernel has, and with `--reference PROGRAM` on the command line the reference
 * client (`pip install sinfonia-tier3==0.7.4 wireguard4netns==0.1.6` in a virtual environment). Where the kernel has WireGuard,
 * also its `sudo` way, and with `--by-hand` ip(8) and wg(8) in a script.
 */
export function clients() {
  const at = process.argv.indexOf('--reference')
  const reference = at < 0 ? undefined : process.argv[at + 1]
  const ours = (name, ...options) => ({ name, launch: [process.execPath, command, ...options] })
  const userspace = ours('ours, userspace', '--tunnel', 'userspace')
  const theirs = reference ? [{ name: 'reference', launch: [reference] }] : []
  if (!existsSync('/sys/module/wireguard')) return [userspace, ...theirs]
  if (reference) theirs.push({ name: 'reference, sudo', launch: withSudo(reference) })
  const byHand = fileURLToPath(new URL('by-hand.sh', import.meta.url))
  if (process.argv.includes('--by-hand')) theirs.push({ name: 'ip and wg by hand', launch: [byHand] })
  return [ours('ours, kernel', '--tunnel', 'kernel'), userspace, ...theirs]
}

/** The reference client takes sudo and the kernel's WireGuard only where its engine cannot be started. */
function withSudo(reference) {
  const script = `
import sinfonia_tier3.local_deployment as deployment
def missing(*arguments):
    raise FileNotFoundError
deployment.create_wireguard_tunnel = missing
from sinfonia_tier3.cli import main
main()`
  return [join(dirname(reference), 'python'), '-c', script]
}

/** A key cache of their own, so that a benchmark neither finds nor leaves keys. */
export function temporaryCache() {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-bench-'))
  return {
    env: { ...process.env, XDG_CACHE_HOME: directory },
    remove: () => rmSync(directory, { recursive: true }),
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Which TCP ports listen in a network namespace, from the tables of /proc/<pid>/net (proc(5)). */
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** TCP_LISTEN of <net/tcp_states.h>. */
const listenState = '0A'
/** Milliseconds from one look to the next: backends are quick or take long. */
const shortestPause = 2
const longestPause = 50

/**
 * Resolves once each of these ports listens on an address that can be reached from outside the namespace. `pid`: of any process in it.
 * The kernel tells nobody when a socket begins to listen, so this looks again and again. Rejects with the signal's reason.
 */
export async function untilListening(
  pid: number,
  ports: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  for (let pause = shortestPause; ; pause = Math.min(pause * 2, longestPause)) {
    const open = await listeningPorts(pid)
    if (ports.every((port) => open.has(port))) return
    await delay(pause, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

async function listeningPorts(pid: number): Promise<Set<number>> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readTable(`/proc/${pid}/net/${name}`)))
  return new Set(tables.flatMap(parseListening))
}

/** A kernel without IPv6 has no tcp6. */
async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (path.endsWith('6') && error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** The ports that listen on other than a loopback address, out of one table. */
export function parseListening(table: string): number[] {
  const ports: number[] = []
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const [address = '', port = ''] = local.split(':')
    if (state === listenState && !isLoopback(address)) ports.push(Number.parseInt(port, 16))
  }
  return ports
}

/** Addresses are printed as 32-bit words in the machine's order, which is little-endian wherever this package runs. */
function isLoopback(hexadecimal: string): boolean {
  if (hexadecimal === '00000000000000000000000001000000') return true
  return /^(0{16}FFFF0000)?[\dA-F]{6}7F$/.test(hexadecimal)
}

/** What a test needs of the machine. Missing: the test is skipped with a sentence, or fails where CI=true. */
import { spawnSync } from 'node:child_process'
import { accessSync, closeSync, constants, existsSync, readFileSync, readSync, writeSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { type Program, programPath } from '#dist/addon/programs.js'
import { usualLauncher } from '#dist/namespace/launcher.js'
import { Answer, End, FrameReader, FrameWriter, Request } from '#dist/namespace/protocol.js'
import { haveAccessLists } from './access-list.js'

export type Need = keyof typeof probes

/** Each returns undefined, or a sentence that says what is missing. */
const probes = {
  addon: () => tried(() => void addon(), 'the native addon is not built (npm run build:native)'),
  launcher: () => missingProgram('sinfonia-launcher'),
  engine: () => missingProgram('sinfonia-engine'),
  helper: () => missingProgram('sinfonia-helper'),
  userns: () =>
    tried(
      makeNamespace,
      'this system refuses user namespaces, or addon and launcher are not there to try it',
    ),
  unshare: () =>
    runs('unshare', '--user', '--map-root-user', '--net', 'true')
      ? undefined
      : 'unshare of util-linux is missing, or may make no user namespaces',
  tun: () =>
    tried(
      () => accessSync('/dev/net/tun', constants.R_OK | constants.W_OK),
      '/dev/net/tun is missing or closed to this user',
    ),
  'kernel WireGuard': () =>
    runs('unshare', '--net', 'ip', 'link', 'add', 'type', 'wireguard')
      ? undefined
      : 'it needs root on a kernel with WireGuard (node scripts/test.js kernel)',
  'AppArmor over user namespaces': () =>
    mediatesUserNamespaces() && runs('apparmor_parser', '--version')
      ? undefined
      : 'it needs apparmor_parser, on a kernel from 6.7 with AppArmor (name the file *apparmor.test.ts)',
  'test kernel': () =>
    runs(process.execPath, join(import.meta.dirname, '../../scripts/in-kernel.js'), 'true')
      ? undefined
      : 'no test kernel boots here (npm run kernels gets one; node scripts/in-kernel.js true says why it does not)',
  setpriv: () => (runs('setpriv', '--version') ? undefined : 'setpriv of util-linux is missing'),
  getcap: () => (runs('getcap', '-h') ? undefined : 'getcap of libcap is missing'),
  getfattr: () => (runs('getfattr', '--version') ? undefined : 'getfattr of attr is missing'),
  ACLs: () => (haveAccessLists() ? undefined : 'it needs root, and a /run whose file system has ACLs'),
  wg: () => (runs('wg', '--version') ? undefined : 'wg of wireguard-tools is missing'),
  root: () => (process.getuid?.() === 0 ? undefined : 'it needs root'),
  'ordinary user': () => (process.getuid?.() === 0 ? 'it must not run as root' : undefined),
  compiler: () =>
    runs('c++', '--version') && runs('cmake', '--version')
      ? undefined
      : 'cmake and a C++ compiler are missing',
  go: () => (runs('go', 'version') ? undefined : 'Go is missing'),
  IPv6: () =>
    networkInterfaces()['lo']?.some(({ address }) => address === '::1')
      ? undefined
      : 'the loopback interface has no IPv6 address',
  ip: () => (runs('ip', '-V') ? undefined : 'ip of iproute2 is missing'),
  ping: () => (runs('ping', '-V') ? undefined : 'ping is missing'),
  bash: () => (runs('bash', '--version') ? undefined : 'bash is missing'),
  nft: () => (runs('nft', '--version') ? undefined : 'nft of nftables is missing'),
  ss: () => (runs('ss', '--version') ? undefined : 'ss of iproute2 is missing'),
  man: () => (runs('man', '--version') ? undefined : 'man of man-db is missing'),
  curl: () => (runs('curl', '--version') ? undefined : 'curl is missing'),
  zsh: () => (runs('zsh', '--version') ? undefined : 'zsh is missing'),
  fish: () => (runs('fish', '--version') ? undefined : 'fish is missing'),
  strace: () => (runs('strace', '-V') ? undefined : 'strace is missing'),
  python: () => (runs('python3', '--version') ? undefined : 'python3 is missing'),
} satisfies Record<string, () => string | undefined>

const found = new Map<Need, string | undefined>()

/**
 * False when the machine lacks something, and the test has been skipped: return at once.
 *
 * @throws Error instead of skipping where CI=true; who runs the tests is no lack: CI runs them as both
 */
export function needs(t: TestContext, ...wanted: readonly Need[]): boolean {
  for (const need of wanted) {
    const missing = lack(need)
    if (missing === undefined) continue
    const isRole = need === 'root' || need === 'ordinary user'
    if (process.env['CI'] === 'true' && !isRole) throw new Error(`a test would be skipped: ${missing}`)
    t.skip(missing)
    return false
  }
  return true
}

/** What the machine lacks for this, as a sentence; undefined if nothing. */
function lack(need: Need): string | undefined {
  if (!found.has(need)) found.set(need, probes[need]())
  return found.get(need)
}

function mediatesUserNamespaces(): boolean {
  const mask = '/sys/kernel/security/apparmor/features/namespaces/mask'
  return existsSync(mask) && readFileSync(mask, 'latin1').includes('userns_create')
}

/** By the launcher, without waiting for it elsewhere: it finds the END ahead of its start. Throws where it cannot. */
function makeNamespace(): void {
  const [control, keeperControl] = addon().socketPair()
  const [descriptors, keeperDescriptors] = addon().socketPair()
  try {
    writeSync(control, new FrameWriter().u32(End.kill).frame(Request.end))
    spawnSync(usualLauncher().path, ['keep'], {
      stdio: ['ignore', 'ignore', 'ignore', keeperControl, keeperDescriptors],
    })
  } finally {
    closeSync(keeperControl)
    closeSync(keeperDescriptors)
  }
  const bytes = Buffer.alloc(4096)
  const [answer] = new FrameReader().take(bytes.subarray(0, readSync(control, bytes)))
  closeSync(control)
  closeSync(descriptors)
  if (answer?.kind !== Answer.ready) throw new Error('no namespace was made')
}

function missingProgram(program: Program): string | undefined {
  return tried(() => void programPath(program), `${program} is not built (npm run build:native)`)
}

function tried(probe: () => void, sentence: string): string | undefined {
  try {
    probe()
    return undefined
  } catch {
    return sentence
  }
}

function runs(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

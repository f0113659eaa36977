// Which file system a path is on, and with what options it is mounted: proc_pid_mountinfo(5).
import { readFileSync } from 'node:fs'

export interface Mount {
  readonly point: string
  readonly options: readonly string[]
  /** `ext4`, `tmpfs`. */
  readonly type: string
}

/** The mount that an absolute path without symbolic links is on; undefined where /proc does not tell. */
export function mountOf(path: string, mountInfo = readMountInfo()): Mount | undefined {
  let found: Mount | undefined
  for (const line of mountInfo.split('\n')) {
    const [front = '', back = ''] = line.split(' - ')
    const fields = front.split(' ')
    const point = unescaped(fields[4] ?? '')
    if (point === '' || !isBelow(path, point)) continue
    // Of two on the same point, the later one covers the earlier.
    if (found && point.length < found.point.length) continue
    found = { point, options: (fields[5] ?? '').split(','), type: back.split(' ')[0] ?? '' }
  }
  return found
}

function isBelow(path: string, point: string): boolean {
  return point === '/' || path === point || path.startsWith(`${point}/`)
}

function unescaped(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

function readMountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}

// Groups as group(5) has them: what is found without asking a directory service.
import { readFileSync } from 'node:fs'

export interface Group {
  readonly name: string
  readonly gid: number
  /** Besides those whose primary group it is. */
  readonly members: readonly string[]
}

/** The groups of a file as /etc/group; none where it cannot be read. */
export function groups(path = '/etc/group'): Group[] {
  try {
    return parseGroups(readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}

export function parseGroups(text: string): Group[] {
  return text.split('\n').flatMap((line) => {
    const [name, , gid, members] = line.split(':')
    if (!name || !gid || !/^\d+$/.test(gid)) return []
    return [{ name, gid: Number(gid), members: members ? members.split(',') : [] }]
  })
}

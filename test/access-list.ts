// ACLs without setfacl(1): struct posix_acl_xattr_header and _entry of <linux/posix_acl_xattr.h>.
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { addon } from '#dist/addon/load.js'

/** Whom the ACL gives all rights to. */
export const stranger = 12346

const entry = (tag: number, rights: number, id = 0xffffffff) => {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(tag, 0)
  bytes.writeUInt16LE(rights, 2)
  bytes.writeUInt32LE(id, 4)
  return bytes
}

/** u::rwx,u:12346:rwx,g::r-x,m::rwx,o::r-x */
const list = Buffer.concat([
  ...[
    Buffer.from([2, 0, 0, 0]),
    entry(1, 7),
    entry(2, 7, stranger),
    entry(4, 5),
    entry(0x10, 7),
    entry(0x20, 5),
  ],
])

/** Sets it as the ACL of a file or, `default`, of what will be created in a directory. */
export function setAccessList(path: string, kind: 'access' | 'default'): void {
  const descriptor = openSync(path, 'r')
  try {
    addon().setExtendedAttribute(descriptor, `system.posix_acl_${kind}`, list)
  } finally {
    closeSync(descriptor)
  }
}

/** The ACL of a file; undefined: it has none. */
export function accessList(path: string): Buffer | undefined {
  const descriptor = openSync(path, 'r')
  try {
    return addon().getExtendedAttribute(descriptor, 'system.posix_acl_access')
  } finally {
    closeSync(descriptor)
  }
}

/** Whether directories below /run have them. */
export function haveAccessLists(): boolean {
  let directory: string | undefined
  try {
    directory = mkdtempSync('/run/sinfonia-tier3-acl-')
    setAccessList(directory, 'default')
    return true
  } catch {
    return false
  } finally {
    if (directory !== undefined) rmSync(directory, { recursive: true })
  }
}

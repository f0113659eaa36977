// POSIX ACLs as the kernel keeps them in extended attributes: acl(5), <linux/posix_acl_xattr.h>.
import { addon } from '../addon/load.js'
import { isUnsupported, readAttribute } from './extended-attribute.js'

const access = 'system.posix_acl_access'
const inherited = 'system.posix_acl_default'

/** Version 2, without an entry: the kernel takes the ACL away. */
const none = Buffer.from([2, 0, 0, 0])

/** Whether an open file gives more rights than its mode tells. */
export function hasAccessList(descriptor: number): boolean {
  return readAttribute(descriptor, access) !== undefined
}

/** Whether all that is created in an open directory gets an ACL of its own. */
export function hasDefaultAccessList(descriptor: number): boolean {
  return readAttribute(descriptor, inherited) !== undefined
}

/** Leaves an open file with the rights of its mode. */
export function removeAccessList(descriptor: number): void {
  try {
    addon().setExtendedAttribute(descriptor, access, none)
  } catch (error) {
    if (!isUnsupported(error)) throw error
  }
}

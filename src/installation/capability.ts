// File capabilities as the kernel keeps them in an extended attribute: struct vfs_cap_data of <linux/capability.h>.
const revision2 = 0x02000000
const netAdmin = 12

export const capabilityAttribute = 'security.capability'

/**
 * `cap_net_admin=p`: permitted, and not effective. Where the bounding set lacks it (containers), an effective one would make
 * execve fail with EPERM; the helper raises it itself, and can say what is missing.
 */
export const netAdminPermitted: Buffer = encode(1 << netAdmin)

function encode(permitted: number): Buffer {
  const value = Buffer.alloc(20)
  value.writeUInt32LE(revision2, 0)
  value.writeUInt32LE(permitted, 4)
  return value
}

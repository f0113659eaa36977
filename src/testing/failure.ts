import type { NativeFailure } from '../addon/binding.js'

/** Linux's numbers, on any system: <asm-generic/errno.h>. */
const numbers = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EBADF: 9,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  EOPNOTSUPP: 95,
  EADDRNOTAVAIL: 99,
  ENETDOWN: 100,
  ENETUNREACH: 101,
  EHOSTUNREACH: 113,
  ECANCELED: 125,
} as const

/** The errnos that a fake kernel refuses with. */
export type FakeErrno = keyof typeof numbers

/** What the addon would reject with. */
export function failure(code: FakeErrno, syscall: string): NativeFailure {
  return Object.assign(new Error(`${syscall}: ${code}`), { code, errno: -numbers[code], syscall })
}

/** As the kernel's answer to a request. */
export function refuse(code: FakeErrno): never {
  throw failure(code, 'netlink')
}

/**
 * Every code of our own, with what it means. A refusal by the kernel carries the kernel's name instead ('EPERM', 'EEXIST' …).
 * docs/errors.md explains each at length; a test holds the two together.
 */
export const codes = {
  ERR_ABORTED: 'the caller aborted the operation',
  ERR_ADDON: 'no native addon fits this system',
  ERR_APPLICATION_NOT_FOUND: 'no such application in PATH',
  ERR_APPLICATION_NOT_EXECUTABLE: 'the application exists but cannot be executed',
  ERR_CLOSED: 'the object was closed before or during the operation',
  ERR_CLOUDLET: 'the embedded cloudlet could not deploy or start',
  ERR_CONFIGURATION: 'a WireGuard configuration file is malformed',
  ERR_DUMP_INTERRUPTED: 'what was being listed changed again and again while the kernel listed it',
  ERR_ENDPOINT_NAME: 'the name of a WireGuard endpoint could not be resolved',
  ERR_ENGINE: 'the userspace WireGuard engine failed or ended',
  ERR_HELPER: 'the privileged helper is not usable, or refused',
  ERR_INVALID_ARGUMENT: 'an argument is malformed; nothing was done',
  ERR_KERNEL_WIREGUARD: 'the kernel has no WireGuard, or not for this process',
  ERR_KEY_CACHE: 'the cached key of an application cannot be used safely',
  ERR_LAUNCHER: 'the launcher failed or ended',
  ERR_NAMESPACE: 'the system refused a user, network or mount namespace',
  ERR_RECIPE: 'a recipe of the embedded cloudlet is missing or malformed',
  ERR_RESOLVER: 'the resolver configuration could not be put in place',
  ERR_SETUP: 'the privileged programs cannot be installed like this',
  ERR_TIER1_ANSWER: 'Tier1 answered something that is not a valid deployment',
  ERR_TIER1_REFUSED: 'Tier1 refused the request',
  ERR_TIER1_TIMEOUT: 'Tier1 did not answer in time',
  ERR_TIER1_UNREACHABLE: 'Tier1 could not be reached',
  ERR_TIER1_URL: 'the Tier1 URL is malformed',
  ERR_TUN: '/dev/net/tun is missing or closed to this user',
} as const

/** A code of our own. */
export type Code = keyof typeof codes

// What keeps programs that this process starts from gaining CAP_NET_ADMIN: proc_pid_status(5), capabilities(7).
import { readFileSync } from 'node:fs'
import { isInBoundingSet } from '../namespace/capabilities.js'

export interface ProcessRights {
  readonly isNetAdminInBoundingSet: boolean
  readonly hasNoNewPrivileges: boolean
}

export function processRights(status = readFileSync('/proc/self/status', 'latin1')): ProcessRights {
  return {
    isNetAdminInBoundingSet: isInBoundingSet('CAP_NET_ADMIN', status),
    hasNoNewPrivileges: /^NoNewPrivs:\s*1$/m.test(status),
  }
}

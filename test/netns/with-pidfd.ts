// Runs a script with a pidfd, which Node cannot open: by Python.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'

const program = `
import os, subprocess, sys
holder = subprocess.Popen(["unshare", "--user", "--map-root-user", "--net", "sh", "-c", "echo ready; exec cat"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
holder.stdout.readline()
fd = os.pidfd_open(holder.pid)
os.dup2(fd, 3) if fd != 3 else os.set_inheritable(3, True)
sys.exit(subprocess.call(sys.argv[1:] + [str(holder.pid)], pass_fds=(3,)))
`

/** Starts a process in a namespace, and runs a script with a pidfd of it as descriptor 3 and its pid as argument. Prints `done`. */
export function runWithPidfd(script: string): void {
  const words = ['-c', program, process.execPath, script]
  const { status, stderr } = spawnSync('python3', words, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  process.stdout.write('done\n')
}

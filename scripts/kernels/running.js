// The kernel of this machine as a test kernel: with WireGuard, and for root, in a network namespace of its own.
import { spawnSync } from 'node:child_process'

export function runningKernelWillDo() {
  return process.getuid() === 0 && inNewNetwork(['ip', 'link', 'add', 'type', 'wireguard'], 'ignore')
}

/** Whether the command succeeded. */
export function inRunningKernel(command) {
  return inNewNetwork(command, 'inherit')
}

function inNewNetwork(command, stdio) {
  const script = 'ip link set lo up && exec "$@"'
  return spawnSync('unshare', ['--net', 'sh', '-c', script, 'sh', ...command], { stdio }).status === 0
}

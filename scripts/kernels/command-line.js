// What starts a kernel in its job's directory. The file descriptors 3, 4 and 5 are what /dev/ttyS0 to 2, or /dev/vport*p1 to 3,
// are inside: output, errors, status. What the kernel says itself is the standard output.
import { join } from 'node:path'

export function commandLine({ kernel, preloaded, job, memory, kernelArguments }) {
  return kernel.isDebian
    ? [join(import.meta.dirname, 'qemu.sh'), kernel.path, String(memory), ...kernelArguments]
    : [...userModeLinux(kernel.path, preloaded, job, memory), ...kernelArguments]
}

function userModeLinux(program, preloaded, job, memory) {
  return [
    'env',
    ...(preloaded ? [`LD_PRELOAD=${preloaded}`] : []),
    `TMPDIR=${job}`, // for the file that is its memory
    program,
    `mem=${memory}M`,
    `uml_dir=${job}/`,
    'root=/dev/root',
    'rootfstype=hostfs',
    'rootflags=/',
    'rw',
    `init=${job}/init`,
    'con=null',
    'con0=null,fd:1',
    'ssl=null',
    'ssl0=null,fd:3',
    'ssl1=null,fd:4',
    'ssl2=null,fd:5',
    'panic=-1',
    'quiet',
  ]
}

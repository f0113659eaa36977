// Which WireGuard the tunnel takes, as the command line has it.
import { Option } from 'commander'
import type { OperationError } from '../../errors/operation-error.js'
import type { TunnelOptions } from '../../tunnel/tunnel.js'

export interface WayOptions {
  readonly tunnel?: TunnelOptions['way']
}

export function wayOption(): Option {
  return new Option(
    '--tunnel <way>',
    'insist on WireGuard in the kernel, or on the engine in userspace (default: the kernel’s where it works)',
  )
    .choices(['kernel', 'userspace'])
    .env('SINFONIA_TIER3_TUNNEL')
}

/** Where `setup --prefix` has put its programs. */
export function libexec(): string | undefined {
  return process.env.SINFONIA_TIER3_LIBEXEC || undefined
}

/** Tells each way to `debug`, and to `note` that a helper which is there cannot be used. */
export function tellWay(
  debug: ((line: string) => void) | undefined,
  note: (line: string) => void,
): NonNullable<TunnelOptions['onWay']> {
  return (way, withoutKernel) => {
    const reason = withoutKernel ? ` (${withoutKernel.message})` : ''
    debug?.(`tunnel by the ${way === 'kernel' ? 'kernel’s WireGuard' : 'userspace engine'}${reason}`)
    if (withoutKernel && isBroken(withoutKernel)) note(withoutTheKernel(withoutKernel))
  }
}

/** That a helper was never installed, or is for others, is no news. */
function isBroken({ code, detail }: OperationError): boolean {
  return code === 'ERR_HELPER' && detail !== 'missing' && detail !== 'not-permitted'
}

function withoutTheKernel({ message, remedy }: OperationError): string {
  return `without the kernel’s WireGuard: ${message}${remedy ? `. ${remedy}` : ''}`
}

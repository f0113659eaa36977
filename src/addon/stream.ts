import { Socket } from 'node:net'
import { addon } from './load.js'

/** A stream over a socket of the addon's, which it takes over. */
export function streamOver(
  descriptor: number,
  options: { readonly readable: boolean; readonly writable: boolean; readonly allowHalfOpen?: boolean },
): Socket {
  return new Socket({ ...options, fd: addon().releaseDescriptor(descriptor) })
}

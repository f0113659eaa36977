import { checkDescriptor } from '../netlink/arguments.js'

/** A network namespace by a descriptor of it, or as something that has one: a {@link Namespace}. It stays the caller's. */
export type NamespaceReference =
  | number
  | {
      /** The descriptor. */
      readonly networkNamespace: number
    }

/** The descriptor of a namespace. */
export function descriptorOf(namespace: NamespaceReference, operation: string): number
export function descriptorOf(namespace: NamespaceReference | undefined, operation: string): number | undefined
export function descriptorOf(
  namespace: NamespaceReference | undefined,
  operation: string,
): number | undefined {
  if (namespace === undefined) return undefined
  return checkDescriptor(typeof namespace === 'object' ? namespace?.networkNamespace : namespace, operation)
}

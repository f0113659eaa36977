import { addon } from '../addon/load.js'

/** Of an open file; undefined where it, or its file system, has none of this name. */
export function readAttribute(descriptor: number, name: string): Buffer | undefined {
  try {
    return addon().getExtendedAttribute(descriptor, name)
  } catch (error) {
    if (isUnsupported(error)) return undefined
    throw error
  }
}

/** Whether an error says that a file system has no such attributes. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EOPNOTSUPP'
}

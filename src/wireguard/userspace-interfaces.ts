/** The userspace interfaces whose sockets are in a directory, found as wg(8) does. */
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AbortListeners } from '../errors/abort-listeners.js'
import { explained, type RequestOptions, throwIfAborted } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import { UapiConversation } from '../uapi/conversation.js'
import { UserspaceInterface } from './userspace-interface.js'

const suffix = '.sock'

export class UserspaceInterfaces {
  readonly #directory: string
  readonly #aborts = new AbortListeners()
  readonly #open = new Set<UapiConversation>()
  #closed = false

  constructor(directory: string) {
    this.#directory = directory
  }

  /** False: there is nothing to look for. */
  mayHaveAny(): boolean {
    return !this.#closed && existsSync(this.#directory)
  }

  /** Of the sockets, whether somebody listens or not. None where the directory is closed to this user. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#directory).catch(none)
    return files
      .filter((file) => file.length > suffix.length && file.endsWith(suffix))
      .map((file) => file.slice(0, -suffix.length))
      .sort()
  }

  /** Undefined: there is no socket of this name, or nobody listens any more. The file is left alone then. Close it. */
  async connect(
    name: string,
    attempt: Attempt,
    { signal }: RequestOptions,
    linkIndex: (name: string) => Promise<number | undefined>,
  ): Promise<UserspaceInterface | undefined> {
    throwIfAborted(signal, attempt)
    const path = join(this.#directory, `${name}${suffix}`)
    const file = await stat(path).catch(nothing)
    if (!file?.isSocket()) return undefined
    const conversation = await UapiConversation.connect(path).catch((error) => {
      if (isGone(error)) return undefined
      throw explained(error, attempt)
    })
    if (!conversation) return undefined
    this.#open.add(conversation)
    void conversation.ended.then(() => this.#open.delete(conversation))
    if (this.#closed) conversation.close()
    const facts = { name, aborts: this.#aborts, isClosed: () => this.#closed, linkIndex }
    return new UserspaceInterface(conversation, facts)
  }

  /** Whoever waits for an answer gets ERR_CLOSED. */
  close(): void {
    this.#closed = true
    for (const conversation of this.#open) conversation.close()
  }
}

/** ENOENT: it was removed meanwhile. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT')
  )
}

const none = (): string[] => []
const nothing = () => undefined

import { addon } from '../../addon/load.js'
import { OperationError } from '../../errors/operation-error.js'
import { UapiConversation, UapiEnded, UapiMalformed } from '../../uapi/conversation.js'
import { getRequest, setRequest } from '../../uapi/encode.js'
import { type UapiDevice, wipeChange, wipeDevice } from '../../uapi/model.js'
import { changeTo, type EngineSettings, type EngineStatus, statusOf } from './settings.js'

/** A conversation with the engine over a connected socket, which it owns: the engine ends when it reads the end of it. */
export class EngineConversation {
  readonly descriptor: number
  readonly #uapi: UapiConversation

  constructor(descriptor: number) {
    this.descriptor = descriptor
    this.#uapi = UapiConversation.over(addon().releaseDescriptor(descriptor))
  }

  /** Keys, port and peers become exactly these. */
  async set(settings: EngineSettings): Promise<void> {
    const change = changeTo(settings)
    const request = setRequest(change)
    wipeChange(change)
    wipeDevice(await this.#request('engine.set', request))
  }

  async get(): Promise<EngineStatus> {
    const device = await this.#request('engine.get', getRequest())
    try {
      return statusOf(device)
    } finally {
      wipeDevice(device)
    }
  }

  close(): void {
    this.#uapi.close()
  }

  async #request(operation: string, request: Uint8Array): Promise<UapiDevice> {
    const { errno, device } = await this.#uapi.request(request).catch(throwEnded)
    if (errno === 0) return device
    wipeDevice(device)
    throw new OperationError(`the engine refused the configuration (errno ${errno})`, {
      code: 'ERR_ENGINE',
      operation,
      errno: -errno,
      outcome: 'partly-applied',
    })
  }
}

function throwEnded(error: unknown): never {
  const isMalformed = error instanceof UapiMalformed
  if (!isMalformed && !(error instanceof UapiEnded)) throw error
  throw new OperationError(
    isMalformed ? 'the WireGuard engine’s answer is malformed' : 'the WireGuard engine has ended',
    { code: 'ERR_ENGINE', operation: 'engine.request', outcome: 'unknown' },
  )
}

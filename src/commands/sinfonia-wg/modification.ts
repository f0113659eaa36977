import { isOperationError } from '../../errors/operation-error.js'
import type { WireGuard } from '../../wireguard/wireguard.js'
import { Failure, failure } from './failure.js'
import { withNetwork } from './network.js'

const modify = 'Unable to modify interface'

/** Changes the interface of this name, and resolves with the exit status. `read`: for the message where it cannot be read before. */
export async function modifyInterface(
  name: string,
  change: (wireguard: WireGuard) => Promise<void>,
  read = modify,
): Promise<number> {
  return await withNetwork(modify, async (network) => {
    await change(network.wireguard).catch((error: unknown) => {
      if (!isOperationError(error)) throw error
      // Of another link than the one that is changed: the scope of an endpoint's address.
      if (error.code === 'ENODEV' && error.subject !== name)
        throw new Failure(`Name or service not known: \`%${error.subject}' in an endpoint`)
      throw failure(isOfReading(error) ? read : modify, error)
    })
    return 0
  })
}

/** Also of a name that no link can have, at which reading would have failed. */
function isOfReading({ code, message }: { readonly code: string; readonly message: string }): boolean {
  return /^cannot (read|find) /.test(message) || code === 'ERR_INVALID_ARGUMENT'
}

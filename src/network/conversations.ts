/** The conversations that a network consists of: NETLINK_ROUTE, and NETLINK_GENERIC for WireGuard. */
import type { ConversationOptions, NativeFailure } from '../addon/binding.js'
import { addon } from '../addon/load.js'
import { OperationError } from '../errors/operation-error.js'
import { Conversation, type GenericConversation, type RouteConversation } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import type { WireGuardSurroundings } from '../wireguard/interface-lookup.js'
import type { UserspaceInterfaces } from '../wireguard/userspace-interfaces.js'
import type { LinkLookup } from './link-lookup.js'

export interface Conversations {
  readonly route: RouteConversation
  /** Undefined: a socket of NETLINK_ROUTE alone was passed, or the system has no generic netlink. */
  readonly generic: GenericConversation | undefined
}

/** Both, or neither. */
export async function openConversations({
  socket,
  genericSocket,
  namespace,
}: ConversationOptions & { readonly genericSocket?: number | undefined }): Promise<Conversations> {
  const withGeneric = socket === undefined || genericSocket !== undefined
  const [route, generic] = await Promise.allSettled([
    addon().openRouteConversation({ socket, namespace }),
    withGeneric ? openGeneric({ socket: genericSocket, namespace }) : undefined,
  ])
  if (route.status === 'fulfilled' && generic.status === 'fulfilled') {
    const native = generic.value
    return { route: new Conversation(route.value), generic: native && new Conversation(native) }
  }
  for (const opened of [route, generic]) if (opened.status === 'fulfilled') opened.value?.close()
  throw route.status === 'rejected' ? route.reason : generic.status === 'rejected' && generic.reason
}

/** Links, addresses and routes do without, where the system knows no generic netlink: emulators, some sandboxes. */
function openGeneric(options: ConversationOptions) {
  return addon()
    .openGenericConversation(options)
    .catch((error: NativeFailure) => {
      if (options.socket === undefined && error.code === 'EPROTONOSUPPORT') return undefined
      throw error
    })
}

export async function closeConversations({ route, generic }: Conversations): Promise<void> {
  await Promise.all([route.close(), generic?.close()])
}

export function genericConversation({ generic }: Conversations): (attempt: Attempt) => GenericConversation {
  return (attempt) => generic ?? throwMissing(attempt)
}

export function wireguardSurroundings(
  conversations: Conversations,
  lookup: LinkLookup,
  userspace: UserspaceInterfaces | undefined,
): WireGuardSurroundings {
  return {
    conversation: genericConversation(conversations),
    userspace,
    link: (link, operation, options) => lookup.get(link, operation, options),
    links: (operation, options) => lookup.list(operation, options),
  }
}

function throwMissing({ operation, subject, doing }: Attempt): never {
  throw new OperationError(
    `cannot ${doing}: the network was opened over a socket of NETLINK_ROUTE alone, or on a system without generic netlink`,
    {
      code: 'ERR_INVALID_ARGUMENT',
      operation,
      subject,
      remedy: 'Pass genericSocket as well, one of NETLINK_GENERIC that was opened in the same namespace.',
    },
  )
}

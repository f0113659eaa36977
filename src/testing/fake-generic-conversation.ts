import type { NativeGenericConversation } from '../addon/generic-conversation.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'
import type { FakeRequests } from './fake-requests.js'
import { findLink } from './links.js'

/** A conversation of generic netlink with a fake namespace, which has no family but WireGuard's own calls. */
export function fakeGenericConversation(
  here: FakeNamespace,
  requests: FakeRequests,
): NativeGenericConversation {
  const { read, change } = requests
  const device = (link: { readonly index: number }) => here.wireguard.get(link.index) ?? refuse('EOPNOTSUPP')
  return {
    // Reading takes rights as well: it tells keys.
    getWireGuard: (selector, secrets) =>
      change('WG_CMD_GET_DEVICE', () => {
        const link = findLink(here, selector)
        return { index: link.index, name: link.name, ...device(link).told(secrets) }
      }),
    setWireGuard: (what) => change('WG_CMD_SET_DEVICE', () => device(findLink(here, what)).change(what)),
    getFamily: () => read('CTRL_CMD_GETFAMILY', () => refuse('ENOENT')),
    sendCommand: () => read('command', () => refuse('EOPNOTSUPP')),
    dump: () => read('dump', () => refuse('EOPNOTSUPP')),
    watch: () => read('watch', () => refuse('EOPNOTSUPP')),
    close: () => requests.close(),
  }
}

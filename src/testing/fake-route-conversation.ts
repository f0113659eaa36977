import type { NativeTopics, NativeWatch } from '../addon/native-watch.js'
import type { NativeRouteConversation } from '../addon/route-conversation.js'
import { addAddress, addressesOf, deleteAddress } from './addresses.js'
import { refuse } from './failure.js'
import type { FakeLink, FakeNamespace } from './fake-namespace.js'
import type { FakeRequests } from './fake-requests.js'
import { FakeWatch } from './fake-watch.js'
import { shownLink } from './link-shapes.js'
import { changeLink, createLink, createTun, deleteLink, findLink } from './links.js'
import { addNeighbour, deleteNeighbour, getNeighbour, listNeighbours } from './neighbours.js'
import { lookUpRoute } from './route-lookup.js'
import { addRoute, deleteRoute, listRoutes } from './routes.js'
import { addRule, deleteRule } from './rules.js'

/** A conversation of rtnetlink with a fake namespace; `at` finds others by descriptor. */
export function fakeRouteConversation(
  here: FakeNamespace,
  requests: FakeRequests,
  at: (descriptor: number) => FakeNamespace,
): NativeRouteConversation {
  const { read, change } = requests
  return {
    getLink: (selector) => read('RTM_GETLINK', () => shownLink(here, findLink(here, selector))),
    listLinks: () => read('RTM_GETLINK', () => byIndex(here.links).map((link) => shownLink(here, link))),
    createLink: (creation) => change('RTM_NEWLINK', () => createLink(here, creation, at)),
    createTun: (name, tun) => change('TUNSETIFF', () => createTun(here, name, tun)),
    setLink: (index, what) => change('RTM_SETLINK', () => changeLink(here, index, what, at)),
    deleteLink: (index) => change('RTM_DELLINK', () => deleteLink(here, index)),
    addAlternativeName: (index, name) =>
      change('RTM_NEWLINKPROP', () => {
        const link = here.link(index)
        if (here.named(name)) refuse('EEXIST')
        link.alternativeNames = [...link.alternativeNames, name]
        here.tellLink(link)
      }),
    deleteAlternativeName: (index, name) =>
      change('RTM_DELLINKPROP', () => {
        const link = here.link(index)
        if (!link.alternativeNames.includes(name)) refuse('EINVAL')
        link.alternativeNames = link.alternativeNames.filter((one) => one !== name)
        here.tellLink(link)
      }),
    listAddresses: (filter) =>
      read('RTM_GETADDR', () => byVersion(addressesOf(here, filter), filter.version)),
    addAddress: (what) => change('RTM_NEWADDR', () => addAddress(here, what)),
    replaceAddress: (what) => change('RTM_NEWADDR', () => addAddress(here, what, true)),
    deleteAddress: (what) => change('RTM_DELADDR', () => deleteAddress(here, what)),
    listRoutes: (version, filter) => read('RTM_GETROUTE', () => byVersion(listRoutes(here, filter), version)),
    addRoute: (what) => change('RTM_NEWROUTE', () => addRoute(here, what)),
    replaceRoute: (what) => change('RTM_NEWROUTE', () => addRoute(here, what, true)),
    deleteRoute: (what) => change('RTM_DELROUTE', () => deleteRoute(here, what)),
    lookUpRoute: (query) => read('RTM_GETROUTE', () => lookUpRoute(here, query)),
    listRules: (version) => read('RTM_GETRULE', () => byVersion(here.rules, version)),
    addRule: (what) => change('RTM_NEWRULE', () => addRule(here, what)),
    deleteRule: (what) => change('RTM_DELRULE', () => deleteRule(here, what)),
    listNeighbours: (filter) =>
      read('RTM_GETNEIGH', () => byVersion(listNeighbours(here, filter), filter.version)),
    getNeighbour: (key) => read('RTM_GETNEIGH', () => getNeighbour(here, key)),
    addNeighbour: (what) => change('RTM_NEWNEIGH', () => addNeighbour(here, what)),
    replaceNeighbour: (what) => change('RTM_NEWNEIGH', () => addNeighbour(here, what, true)),
    deleteNeighbour: (key) => change('RTM_DELNEIGH', () => deleteNeighbour(here, key)),
    watch: (topics) => read('watch', () => openWatch(here, topics)),
    close: () => requests.close(),
  }
}

function openWatch(here: FakeNamespace, topics: NativeTopics): NativeWatch {
  const watch = new FakeWatch(topics, (ended) => here.watches.delete(ended))
  here.watches.add(watch)
  return watch
}

function byIndex(links: FakeNamespace['links']): FakeLink[] {
  return [...links.values()].sort((a, b) => a.index - b.index)
}

/** As the kernel lists them: IPv4 first. */
function byVersion<Item extends { readonly version: 4 | 6 }>(
  items: readonly Item[],
  version?: 4 | 6,
): Item[] {
  return items
    .filter((item) => version === undefined || item.version === version)
    .sort((a, b) => a.version - b.version)
}

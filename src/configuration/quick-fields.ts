/** The keys of `[Interface]` that wg-quick(8) takes for itself, in the order in which it saves them. */
import { formatAddress, parseAddress } from '../address/address.js'
import { isHostName } from '../address/host-name.js'
import { isOperationError } from '../errors/operation-error.js'
import type { QuickSettings } from './configuration.js'
import type { Excerpt } from './excerpt.js'
import { type Field, list, single, unprintable } from './field.js'
import { mtu, table } from './number-fields.js'
import { addresses, words } from './prefix-fields.js'

type Dns = NonNullable<QuickSettings['dns']>

const dns: Field<Dns> = {
  key: 'DNS',
  read(text, before = { servers: [], search: [] }) {
    const [servers, search] = [[...before.servers], [...before.search]]
    for (const word of words(text)) {
      if (isServer(word.text)) servers.push(readServer(word))
      else if (isHostName(word.text)) search.push(word.text)
      else throw word.expected('the address of a name server or a search domain')
    }
    if (servers.length + search.length === 0) return undefined
    return Object.freeze({ servers: Object.freeze(servers), search: Object.freeze(search) })
  },
  print({ servers, search }) {
    if (!servers.every(isServer) || search.some(isServer)) {
      throw unprintable('DNS', 'has a search domain among its servers, or a server among its search domains')
    }
    return [...servers, ...search]
  },
}

const saveConfig = single(
  'SaveConfig',
  (text) => {
    if (/^true$/i.test(text.text)) return true
    if (/^false$/i.test(text.text)) return false
    throw text.expected('true or false')
  },
  String,
)

export const quickFields = {
  addresses,
  dns,
  mtu,
  table,
  saveConfig,
  preUp: commands('PreUp'),
  postUp: commands('PostUp'),
  preDown: commands('PreDown'),
  postDown: commands('PostDown'),
} as const

/** As wg-quick(8) tells them apart. */
function isServer(word: string): boolean {
  return /^[0-9.]+$|:/.test(word)
}

function readServer(word: Excerpt): string {
  try {
    return formatAddress(parseAddress(word.text))
  } catch (error) {
    if (!isOperationError(error)) throw error
    throw word.expected('the address of a name server')
  }
}

function commands(key: string): Field<readonly string[]> {
  return list(
    key,
    (text) => [text.text],
    (command) => command,
  )
}

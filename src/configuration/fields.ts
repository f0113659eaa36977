/** The keys of wg(8), in the order in which `wg showconf` prints them. */
import type { ConfigurationPeer, QuickConfiguration } from './configuration.js'
import { endpoint } from './endpoint-field.js'
import type { Field } from './field.js'
import { presharedKey, privateKey, publicKey } from './key-fields.js'
import { fwmark, listenPort, persistentKeepalive } from './number-fields.js'
import { allowedIps } from './prefix-fields.js'
import { quickFields } from './quick-fields.js'

export type FieldTable<Values> = { readonly [Name in keyof Values]-?: Field<NonNullable<Values[Name]>> }

export type InterfaceValues = Omit<QuickConfiguration, 'peers'>

export const wgFields: FieldTable<Pick<InterfaceValues, 'listenPort' | 'fwmark' | 'privateKey'>> = {
  listenPort,
  fwmark,
  privateKey,
}

export const interfaceFields: FieldTable<InterfaceValues> = { ...quickFields, ...wgFields }

export const peerFields: FieldTable<ConfigurationPeer> = {
  publicKey,
  presharedKey,
  allowedIps,
  endpoint,
  persistentKeepalive,
}

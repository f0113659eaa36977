import type {
  Configuration,
  ConfigurationOptions,
  ConfigurationPeer,
  QuickConfiguration,
} from './configuration.js'
import { linesOf } from './line.js'
import { withoutRepetition } from './repeated-peers.js'
import { readSections, type Section } from './section.js'

/**
 * Reads a configuration file as `wg setconf` (1.0.20210914) does, or with `quick: true` as wg-quick(8) does: what they accept is
 * accepted, but for what docs/configuration-files.md lists. Names of endpoints are not resolved, commands not run.
 *
 * A key that is written twice counts as it stands last; AllowedIPs, Address, DNS and commands add up. Sections with the same public
 * key become one peer, as in the kernel.
 *
 * @throws OperationError ERR_CONFIGURATION with `position`, and a message that starts with file, line and column and says what was
 *   expected there. It never shows a key.
 */
export function parseConfiguration(
  text: string,
  options: ConfigurationOptions & { readonly quick: true },
): QuickConfiguration
export function parseConfiguration(text: string, options?: ConfigurationOptions): Configuration
export function parseConfiguration(text: string, options: ConfigurationOptions = {}): Configuration {
  return configurationOf(readSections(linesOf(text, options.file), options), options)
}

/** What wg-quick(8) has where a file names none. */
const quickDefaults = { addresses: [], preUp: [], postUp: [], preDown: [], postDown: [] } as const

export function configurationOf(
  sections: readonly Section[],
  { quick }: ConfigurationOptions,
): Configuration | QuickConfiguration {
  const own = sections.find(({ kind }) => kind === 'Interface')?.values ?? []
  const peers = sections.filter(({ kind }) => kind === 'Peer').map(peerOf)
  return Object.freeze({
    ...(quick ? quickDefaults : {}),
    ...Object.fromEntries(own),
    peers: withoutRepetition(peers),
  })
}

function peerOf({ header, values }: Section): ConfigurationPeer {
  if (!values.has('publicKey')) throw header.refused('expected a PublicKey in this [Peer], found none')
  // Each value was read by the field of its name.
  return Object.freeze({ allowedIps: [], ...Object.fromEntries(values) }) as unknown as ConfigurationPeer
}

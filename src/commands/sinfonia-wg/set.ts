import { modifyInterface } from './modification.js'
import { readSettings } from './settings.js'
import { wrongUsage } from './usage.js'

/** `sinfonia-wg set` */
export async function set(args: readonly string[], called: string): Promise<number> {
  const [name, ...settings] = args
  if (name === undefined || settings.length === 0) throw wrongUsage(called, 'set')
  const change = await readSettings(settings)
  return await modifyInterface(name, (wireguard) => wireguard.update(name, change))
}

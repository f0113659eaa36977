import { version } from '../sinfonia-tier3/version.js'

/** The release of wireguard-tools whose commands these are. */
const like = '1.0.20210914'

export function versionLine(): string {
  return `sinfonia-wg v${version()} - the commands of wireguard-tools v${like}`
}

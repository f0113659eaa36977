import { fstatSync } from 'node:fs'
import { PresharedKey } from '../../keys/preshared-key.js'
import { PrivateKey } from '../../keys/private-key.js'
import { printError, printLine } from './output.js'
import { wrongUsage } from './usage.js'

const stdout = 1
/** S_IRWXO of stat(2). */
const everybody = 0o007

/** `sinfonia-wg genkey` */
export function genkey(args: readonly string[], called: string): number {
  if (args.length > 0) throw wrongUsage(called, 'genkey')
  return printKey(PrivateKey.generate())
}

/** `sinfonia-wg genpsk` */
export function genpsk(args: readonly string[], called: string): number {
  if (args.length > 0) throw wrongUsage(called, 'genpsk')
  return printKey(PresharedKey.generate())
}

function printKey(key: PrivateKey | PresharedKey): number {
  if (goesToOpenFile()) {
    printError(
      'Warning: the file that this key goes to is open to everybody.\nSet umask 077 and make another.',
    )
  }
  printLine(key.base64())
  return 0
}

function goesToOpenFile(): boolean {
  try {
    const status = fstatSync(stdout)
    return status.isFile() && (status.mode & everybody) !== 0
  } catch {
    return false
  }
}

import { isOperationError } from '../errors/operation-error.js'
import type { Environment } from '../sinfonia/proxy.js'
import { listCloudlets } from '../sinfonia/tier1.js'
import { type Check, checkOf } from './check.js'

/** Whether a Tier1 answers, by asking it for its cloudlets. */
export async function checkTier1(url: string, env: Environment): Promise<Check> {
  const name = 'Tier1'
  try {
    const cloudlets = await listCloudlets(url, { env, timeout: 15_000 })
    const count = `${cloudlets.length} cloudlet${cloudlets.length === 1 ? '' : 's'}`
    return { name, state: 'ok', sentence: `it answers, and knows ${count}` }
  } catch (error) {
    if (!isOperationError(error)) throw error
    // A Tier2 may be asked in its place, and need not list cloudlets.
    const answers = error.code === 'ERR_TIER1_REFUSED' || error.code === 'ERR_TIER1_ANSWER'
    return answers ? checkOf(name, 'warning', error) : checkOf(name, 'failure', error)
  }
}

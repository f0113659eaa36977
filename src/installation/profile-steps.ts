/** How the AppArmor profile comes and goes. */
import { existsSync, lstatSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isEnabled } from './app-armor-state.js'
import { isLoaded, load, unload } from './loaded-profile.js'
import { beside, profileOf } from './place.js'
import { profileText } from './profile.js'
import type { Step } from './step.js'
import { isInPlace, putInPlace } from './wanted-file.js'

/** Its file, from which the next boot loads it, comes last: what the parser refuses is not there as if it were loaded. */
export function profileInstallation(directory: string): Step[] {
  const { name, path } = profileOf(directory)
  const text = profileText(directory)
  const file = { path, content: Buffer.from(text), gid: 0, mode: 0o644 }
  const isWritten = isInPlace(file)
  const loading: Step = {
    sentence: `load the AppArmor profile ${name} into the kernel, which lets ${join(directory, 'sinfonia-launcher')} make user namespaces`,
    apply: () => load(name, text),
  }
  if (isWritten) return isLoaded(name) === false ? [loading] : []
  return [loading, { sentence: `write it to ${path}, for the next boot`, apply: () => putInPlace(file) }]
}

/** It may be in the kernel without its file, and the other way round. */
export function profileRemoval(directory: string): Step[] {
  const { name, path } = profileOf(directory)
  const files = [path, beside(path)].filter((each) => lstatSync(each, { throwIfNoEntry: false }))
  const steps = files.map((each) => ({ sentence: `remove ${each}`, apply: () => rmSync(each) }))
  const unloads = isEnabled() && (isLoaded(name) ?? existsSync(path))
  if (!unloads) return steps
  return [
    { sentence: `take the AppArmor profile ${name} out of the kernel`, apply: () => unload(name) },
    ...steps,
  ]
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Calls `work` with a directory on the file system of `place`, from which a rename puts there what is complete. */
export function besides(place, work) {
  mkdirSync(dirname(place), { recursive: true })
  const directory = mkdtempSync(join(dirname(place), 'unfinished-'))
  // The programs that work runs are ended by the signal too: it fails, and cleans up.
  const goOn = () => {}
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, goOn)
  try {
    work(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, goOn)
  }
}

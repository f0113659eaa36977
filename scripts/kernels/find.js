// Where test kernels are looked for: $SINFONIA_KERNELS, ../shared/kernels beside the project, the cache that `npm run kernels` fills.
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** @typedef {{ name: string, release: string, path: string, isDebian: boolean }} Kernel a program (User-Mode Linux), or a directory with Debian's own */

const project = dirname(dirname(import.meta.dirname))

export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sinfonia-tier3/kernels')

export const advice = 'get one by: npm run kernels'

/** @returns {Kernel[]} the newest first, those of Debian last; of two with the same name the one found first */
export function foundKernels() {
  const places = [process.env.SINFONIA_KERNELS, join(dirname(project), 'shared/kernels'), cache]
  const found = new Map()
  for (const place of places) {
    if (!place || !existsSync(place)) continue
    for (const file of readdirSync(place)) {
      const kernel = asKernel(join(place, file))
      if (kernel && !found.has(kernel.name)) found.set(kernel.name, kernel)
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(a.isDebian) - Number(b.isDebian) || b.name.localeCompare(a.name, 'en', { numeric: true }),
  )
}

/** The one of that name or path (`debian`: any of Debian's), or the newest User-Mode Linux. */
export function findKernel(name) {
  if (name?.includes('/')) {
    const kernel = asKernel(name)
    if (kernel && existsSync(name)) return kernel
    throw new Error(`${name} is neither a program linux-VERSION nor a directory debian-VERSION`)
  }
  const kernels = foundKernels()
  const kernel = kernels.find((each) =>
    name === 'debian' ? each.isDebian : name === undefined ? !each.isDebian : each.name === name,
  )
  if (kernel) return kernel
  const names = kernels.map((each) => each.name).join(', ')
  throw new Error(`no test kernel ${name ?? 'at hand'}${names && ` (found: ${names})`}; ${advice}`)
}

/** linux-6.12 is User-Mode Linux, debian-6.12 the directory of a package of Debian. */
function asKernel(path) {
  const [name, kind, release] = basename(path).match(/^(linux|debian)-(\d+\.\d+)$/) ?? []
  if (release === undefined) return undefined
  return { name: kind === 'linux' ? release : name, release, path, isDebian: kind === 'debian' }
}

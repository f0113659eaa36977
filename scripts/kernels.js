// Puts test kernels into the cache: npm run kernels [-- NAME…]
//   6.1, 6.12 (both, if none is named): User-Mode Linux, built from Debian's sources in some minutes
//   debian-6.12: Debian's own for virtual machines, downloaded
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './kernels/build.js'
import { download } from './kernels/download.js'
import { cache } from './kernels/find.js'

const wanted = process.argv.slice(2)
for (const name of wanted.length > 0 ? wanted : ['6.12', '6.1']) {
  const [, debian, release] = name.match(/^(debian-)?(\d+\.\d+)$/) ?? []
  if (release === undefined) throw new Error(`${name} is no name of a test kernel`)
  const place = join(cache, debian ? name : `linux-${name}`)
  if (!existsSync(place)) (debian ? download : build)(release, place)
  process.stdout.write(`${place}\n`)
}

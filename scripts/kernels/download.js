// Takes one of Debian's own kernels (those for virtual machines) out of its package, without installing it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { besides } from './besides.js'

/** Needs Debian's lists (apt-get update) and depmod (package kmod). */
export function download(release, place) {
  const name = packageName(release)
  besides(place, (directory) => {
    const options = { cwd: directory, stdio: ['ignore', 2, 2] }
    execFileSync('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', name], options)
    const tree = join(directory, 'tree')
    mkdirSync(tree)
    const [archive] = readdirSync(directory).filter((file) => file.endsWith('.deb'))
    execFileSync('dpkg-deb', ['--extract', archive, tree], options)
    const [version] = readdirSync(join(tree, 'lib/modules'))
    execFileSync('depmod', ['-b', tree, version], {
      ...options,
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    })
    if (!readFileSync(join(tree, `boot/config-${version}`), 'utf8').includes('CONFIG_VIRTIO_FS=y\n')) {
      throw new Error(`${name} cannot mount its root directory by itself (virtiofs is a module)`)
    }
    renameSync(tree, place)
  })
}

/** linux-image-6.12.117+deb12-cloud-amd64, on which the package without that number depends. */
function packageName(release) {
  for (const general of [`linux-image-${release}-cloud-amd64`, 'linux-image-cloud-amd64']) {
    const { stdout } = spawnSync('apt-cache', ['depends', general], { encoding: 'utf8' })
    const names = stdout.match(/linux-image-\d\S*-cloud-amd64/g) ?? []
    const name = names.find((each) => each.startsWith(`linux-image-${release}.`))
    if (name) return name
  }
  throw new Error(`Debian's lists here have no kernel ${release} for virtual machines (apt-get update)`)
}

/** What setup has to do, given what is there already. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Program, programPath } from '../addon/programs.js'
import { load, unload } from './app-armor-parser.js'
import { isEnabled, isLoaded } from './app-armor-state.js'
import { netAdminPermitted } from './capability.js'
import { beside, installedPrograms, profileOf } from './place.js'
import { profileText } from './profile.js'
import type { SetupRequest } from './request.js'
import type { Step } from './step.js'
import { isInPlace, putInPlace, takeAway, type WantedFile } from './wanted-file.js'

/** The steps that make the system what is asked for; none where it is so already. */
export function installationSteps(request: SetupRequest): Step[] {
  const { directory } = request
  const steps: Step[] = []
  if (!existsSync(directory)) {
    steps.push({
      sentence: `create the directory ${directory} (root, mode 0755)`,
      apply: () => createDirectory(directory),
    })
  }
  for (const program of installedPrograms) {
    const file = wantedProgram(program, request)
    if (!isInPlace(file))
      steps.push({ sentence: sentenceOf(program, request), apply: () => putInPlace(file) })
  }
  return request.profile ? [...steps, ...profileSteps(directory)] : steps
}

/** The steps that take everything away again that setup installs to a directory: what has a privilege comes first. */
export function removalSteps(directory: string): Step[] {
  const { name, path: profile } = profileOf(directory)
  const programs = installedPrograms
    .map((program) => join(directory, program))
    .flatMap((path) => [path, beside(path)])
    .filter((path) => existsSync(path))
  const steps = programs.map((path) => removal(path))
  if (existsSync(directory) && readdirSync(directory).length === programs.length) {
    steps.push({ sentence: `remove the directory ${directory}`, apply: () => rmdirSync(directory) })
  }
  if (existsSync(profile)) {
    const unloads = isEnabled() && isLoaded(name) !== false
    steps.push({
      sentence: `${unloads ? `take the AppArmor profile ${name} out of the kernel, and ` : ''}remove ${profile}`,
      apply: () => {
        if (unloads) unload(profile)
        rmSync(profile)
      },
    })
  }
  if (existsSync(beside(profile))) steps.push(removal(beside(profile)))
  return steps
}

function removal(path: string): Step {
  return { sentence: `remove ${path}`, apply: () => takeAway(path) }
}

/** A program as it is installed: the helper for those who are permitted, all others for everyone. */
export function wantedProgram(
  program: (typeof installedPrograms)[number],
  { directory, permitted }: SetupRequest,
): WantedFile {
  const path = join(directory, program)
  const content = readFileSync(programPath(program))
  const shared = { path, content, gid: 0, mode: 0o755 }
  if (program !== 'sinfonia-helper') return shared
  const capability = netAdminPermitted
  return permitted === 'everyone'
    ? { ...shared, capability }
    : { ...shared, capability, gid: permitted.gid, mode: 0o750 }
}

function sentenceOf(program: Program, { directory, permitted }: SetupRequest): string {
  const path = join(directory, program)
  if (program !== 'sinfonia-helper') {
    return `install ${path} (root:root, mode 0755), which makes namespaces, without privilege`
  }
  const access = permitted === 'everyone' ? 'root:root, mode 0755' : `root:${permitted.name}, mode 0750`
  const whom = permitted === 'everyone' ? 'EVERY user of this machine' : `the group ${permitted.name}`
  return `install ${path} (${access}) with the capability cap_net_admin=p, which creates WireGuard links for ${whom}`
}

function profileSteps(directory: string): Step[] {
  const { name, path } = profileOf(directory)
  const file = { path, content: Buffer.from(profileText(directory)), gid: 0, mode: 0o644 }
  const steps: Step[] = []
  const isWritten = isInPlace(file)
  if (!isWritten) {
    steps.push({
      sentence: `write the AppArmor profile ${path}, which lets ${join(directory, 'sinfonia-launcher')} make user namespaces`,
      apply: () => putInPlace(file),
    })
  }
  if (!isWritten || isLoaded(name) === false) {
    steps.push({ sentence: `load it into the kernel (apparmor_parser --replace)`, apply: () => load(path) })
  }
  return steps
}

/** Whatever the umask is. */
function createDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o755 })
  for (let path = directory; first !== undefined; path = join(path, '..')) {
    chmodSync(path, 0o755)
    if (path === first) break
  }
}

/** What setup has to do, given what is there already. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programPath } from '../addon/programs.js'
import { netAdminPermitted } from './capability.js'
import { directoryCreation, directoryRemoval, recordOf } from './directories.js'
import { beside, installedPrograms } from './place.js'
import { profileInstallation, profileRemoval } from './profile-steps.js'
import type { SetupRequest } from './request.js'
import type { Step } from './step.js'
import { isInPlace, putInPlace, takeAway, type WantedFile } from './wanted-file.js'

type InstalledProgram = (typeof installedPrograms)[number]

/** The steps that make the system what is asked for; none where it is so already. */
export function installationSteps(request: SetupRequest): Step[] {
  const { directory, profile } = request
  const steps = directoryCreation(directory)
  for (const program of installedPrograms) {
    const file = wantedProgram(program, request)
    if (isInPlace(file)) continue
    steps.push({ sentence: sentenceOf(program, file, request), apply: () => putInPlace(file) })
  }
  return profile ? [...steps, ...profileInstallation(directory)] : steps
}

/** The steps that take everything away again that setup installs to a directory: what has a privilege comes first. */
export function removalSteps(directory: string): Step[] {
  const programs = found(installedPrograms.map((program) => join(directory, program)))
  const record = found([recordOf(directory)])
  const isAlone = entries(directory) === programs.length + record.length
  const files = isAlone ? [...programs, ...record] : programs
  return [
    ...files.map((path) => ({ sentence: `remove ${path}`, apply: () => takeAway(path) })),
    ...directoryRemoval(directory, isAlone),
    ...profileRemoval(directory),
  ]
}

/** Of these files, and of those beside them that a killed setup has left, the ones that are there: dangling links, too. */
function found(paths: readonly string[]): string[] {
  return paths
    .flatMap((path) => [path, beside(path)])
    .filter((path) => lstatSync(path, { throwIfNoEntry: false }))
}

/** Undefined: there is no such directory. */
function entries(directory: string): number | undefined {
  return lstatSync(directory, { throwIfNoEntry: false }) && readdirSync(directory).length
}

/** A program as it is installed: for those who are permitted, and for nobody else. */
export function wantedProgram(program: InstalledProgram, { directory, permitted }: SetupRequest): WantedFile {
  return {
    path: join(directory, program),
    content: readFileSync(programPath(program)),
    ...(permitted === 'everyone' ? { gid: 0, mode: 0o755 } : { gid: permitted.gid, mode: 0o750 }),
    capability: program === 'sinfonia-helper' ? netAdminPermitted : undefined,
  }
}

function sentenceOf(program: InstalledProgram, { path }: WantedFile, { permitted }: SetupRequest): string {
  const access = permitted === 'everyone' ? 'root:root, mode 0755' : `root:${permitted.name}, mode 0750`
  if (program !== 'sinfonia-helper')
    return `install ${path} (${access}), which makes namespaces, without privilege`
  const whom = permitted === 'everyone' ? 'EVERY user of this machine' : `the group ${permitted.name}`
  return `install ${path} (${access}) with the capability cap_net_admin=p, which creates WireGuard links for ${whom}`
}

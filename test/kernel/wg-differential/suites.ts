/** What the test files compare: each a suite, in a kernel of its own. */
import type { Group } from './case.js'
import { countedGroups } from './counted-cases.js'
import { fileGroups } from './file-cases.js'
import { generatedGroups } from './generated-cases.js'
import { peerGroups } from './peer-cases.js'
import { scriptGroups } from './script-cases.js'
import { setGroups } from './set-cases.js'
import { showGroups } from './show-cases.js'
import { usageGroups } from './usage-cases.js'

export const suites = {
  show: [...showGroups, ...usageGroups],
  set: [...setGroups, ...peerGroups],
  files: fileGroups,
  generated: generatedGroups,
  scripts: scriptGroups,
  counted: countedGroups,
} satisfies Record<string, readonly Group[]>

export type Suite = keyof typeof suites

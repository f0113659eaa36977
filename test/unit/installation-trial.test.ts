import assert from 'node:assert/strict'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { programPath } from '#dist/addon/programs.js'
import { installationTrial } from '#dist/diagnosis/installation-trial.js'
import { needs } from '../needs.js'

test('a launcher that others than root cannot reach is a failure of setup', async (t) => {
  if (!needs(t, 'root', 'addon', 'launcher')) return
  const directory = mkdtempSync('/run/sinfonia-tier3-test-')
  t.after(() => rmSync(directory, { recursive: true }))
  const launcher = join(directory, 'sinfonia-launcher')
  copyFileSync(programPath('sinfonia-launcher'), launcher)
  chmodSync(launcher, 0o755)
  await assert.rejects(installationTrial({ directory, permitted: 'everyone', profile: false }), {
    code: 'ERR_SETUP',
    subject: launcher,
    detail: /EACCES/,
  })
})

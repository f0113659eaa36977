/** The same texts through the real wg(8) and through ours: taken or refused alike, with the same settings in the kernel. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { formatConfiguration } from '#dist/configuration/format.js'
import { parseConfiguration } from '#dist/configuration/parse.js'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { differences, hosts, keys, samples } from './configuration-samples.js'
import { ConfigurationTexts } from './configuration-texts.js'

const seed = Number(process.env['SINFONIA_TEST_SEED'] ?? 20210914)

test('wg takes and refuses what we do, of samples', (t) => {
  if (!needs(t, 'kernel WireGuard', 'wg')) return
  compare(t, samples)
})

test(`wg takes and refuses what we do, of texts made up from the seed ${seed}`, (t) => {
  if (!needs(t, 'kernel WireGuard', 'wg')) return
  const texts = new ConfigurationTexts(seed)
  const made = Array.from({ length: 300 }, () => texts.text())
  const taken = compare(t, made)
  // Neither always one nor always the other, or the comparison is worth nothing.
  assert.ok(taken > 60 && taken < 290, `${taken} were taken`)
})

test('what we do otherwise than wg is otherwise still', (t) => {
  if (!needs(t, 'kernel WireGuard', 'wg')) return
  const theirs = setAndShow(t, differences)
  for (const [index, text] of differences.entries()) {
    assert.notEqual(theirs[index] === undefined, read(text) === undefined, JSON.stringify(text))
  }
})

test('what we read sets a link by netlink as wg sets it from the file', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'addon', 'wg')) return
  const [one, two, three] = keys
  const text = `[Interface]\nPrivateKey=${one}\nListenPort=5\nFwMark=0x10\n[Peer]\nPublicKey=${two}\nEndpoint=localhost:6
AllowedIPs=10.0.0.1/8,::/0\nPresharedKey=${three}\nPersistentKeepalive=7\n[Peer]\nPublicKey=${three}\nEndpoint=[fe80::1%lo]:7
PersistentKeepalive=off\nAllowedIPs=10.0.0.0/8\nPresharedKey=${'A'.repeat(43)}=\n[Peer]\nPublicKey=${two}\nEndpoint=127.1:8`
  const [wanted] = setAndShow(t, [text])
  await using network = await Network.open()
  await network.links.create({ name: 'wg-file', kind: 'wireguard' })
  t.after(() => execFileSync('ip', ['link', 'delete', 'wg-file']))
  await network.wireguard.replace('wg-file', parseConfiguration(text))
  assert.equal(execFileSync('wg', ['showconf', 'wg-file'], { encoding: 'utf8' }), wanted)
})

/** How many were taken by both. */
function compare(t: TestContext, texts: readonly string[]): number {
  const theirs = setAndShow(t, texts)
  const taken: { text: string; shown: string; again: string }[] = []
  for (const [index, text] of texts.entries()) {
    const [shown, ours] = [theirs[index], read(text)]
    assert.equal(
      ours === undefined,
      shown === undefined,
      `${told(text)}: wg ${shown ? 'takes' : 'refuses'} it`,
    )
    if (shown !== undefined && ours !== undefined) taken.push({ text, shown, again: ours })
  }
  const again = setAndShow(
    t,
    taken.map(({ again }) => again),
  )
  for (const [index, { text, shown }] of taken.entries()) {
    assert.equal(again[index], shown, `${told(text)} sets something else`)
    assert.equal(read(shown), shown, `${told(text)}, as wg prints it`)
  }
  return taken.length
}

function told(text: string): string {
  return `seed ${seed}, ${JSON.stringify(text)}`
}

/** Printed again by us; undefined where we refuse it. */
function read(text: string): string | undefined {
  try {
    return formatConfiguration(parseConfiguration(text))
  } catch (error) {
    if (isOperationError(error) && error.code === 'ERR_CONFIGURATION') return undefined
    throw error
  }
}

/** What `wg showconf` prints after `wg setconf` of each text; undefined where that was refused. */
function setAndShow(t: TestContext, texts: readonly string[]): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'texts'))
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, 'texts', `${index}`), text)
  writeFileSync(join(folder, 'hosts'), hosts)
  const script = `
    mount --bind hosts /etc/hosts && ip link set lo up && ip link add wg0 type wireguard || exit
    cd texts
    for text in *; do
      if wg setconf wg0 "$text" 2>/dev/null; then wg showconf wg0 > "$text.shown" || exit; fi
    done`
  const env = { ...process.env, WG_ENDPOINT_RESOLUTION_RETRIES: '0' }
  execFileSync('unshare', ['--net', '--mount', 'sh', '-c', script], { cwd: folder, env })
  return texts.map((_, index) => readIfThere(join(folder, 'texts', `${index}.shown`)))
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

// A cloudlet as it is used: over its HTTP API, through real tunnels.
import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { Cloudlet, type CloudletOptions } from '#dist/cloudlet/cloudlet.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { type Deployment, readDeployments } from '#dist/sinfonia/deployment.js'
import { Tunnel } from '#dist/tunnel/tunnel.js'
import { descendants } from '../processes.js'

export const helloworldUuid = '00000000-0000-0000-0000-000000000000'
export const recipeUuid = '755e5883-0788-44da-8778-2113eddf4271'

export function directory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'sinfonia-cloudlet-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A cloudlet that goes with the test, and what it logs. */
export async function startCloudlet(t: TestContext, options: CloudletOptions = {}) {
  const lines: string[] = []
  const cloudlet = await Cloudlet.start({ log: (line) => lines.push(line), ...options })
  t.after(() => cloudlet.close())
  return { cloudlet, lines }
}

/** A cloudlet whose one recipe starts this program of JavaScript. */
export function startRecipe(
  t: TestContext,
  script: string,
  { ports = [8080], ...options }: CloudletOptions & { ports?: readonly number[] } = {},
) {
  return startRecipeOf(t, { command: [process.execPath, '-e', script], ports }, options)
}

/** A cloudlet with one recipe of these fields; `service` is the name of what it deploys. */
export function startRecipeOf(t: TestContext, fields: object, options: CloudletOptions = {}) {
  const recipes = directory(t)
  const recipe = { chart: 'service', version: '1', ...fields }
  writeFileSync(join(recipes, `${recipeUuid}.yaml`), JSON.stringify(recipe)) // which is YAML as well
  return startCloudlet(t, { recipes, ...options })
}

export async function ask(cloudlet: Cloudlet, uuid: string, key: PrivateKey): Promise<Response> {
  const publicKey = key.publicKey()
  return await fetch(`${cloudlet.url}/api/v1/deploy/${uuid}/${publicKey.base64Url()}`, { method: 'POST' })
}

/** The deployment, read as the client of this package reads it. */
export async function deploy(cloudlet: Cloudlet, uuid = helloworldUuid, key = PrivateKey.generate()) {
  const answer = await ask(cloudlet, uuid, key)
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  const [deployment] = readDeployments(JSON.parse(text), { uuid, key: key.publicKey() })
  return { deployment, key }
}

/** The client's end of a deployment's tunnel; goes with the test. */
export async function openClient(
  t: TestContext,
  { deployment, key }: { deployment: Deployment; key: PrivateKey },
) {
  const { publicKey, endpoint, allowedIps, addresses, dnsServers, searchDomains } = deployment.tunnel
  const tunnel = await Tunnel.open({
    privateKey: key,
    addresses,
    peers: [{ publicKey, endpoint, allowedIps }],
    resolver: { servers: dnsServers, search: searchDomains },
  })
  t.after(() => tunnel.close())
  return tunnel
}

/** What a program of JavaScript prints inside the tunnel; it must end with status 0. */
export async function runInside(
  t: TestContext,
  tunnel: Tunnel,
  script: string,
  ...args: string[]
): Promise<string> {
  const path = join(directory(t), 'output')
  const output = openSync(path, 'w')
  const input = openSync('/dev/null', 'r')
  try {
    const application = await tunnel.run(process.execPath, ['--input-type=module', '-e', script, ...args], {
      stdio: [input, output, output],
    })
    const { exitCode } = await application.exited
    assert.equal(exitCode, 0, readFileSync(path, 'utf8'))
    return readFileSync(path, 'utf8')
  } finally {
    closeSync(input)
    closeSync(output)
  }
}

export function fetchInside(t: TestContext, tunnel: Tunnel, url: string): Promise<string> {
  const script = 'process.stdout.write(await (await fetch(process.argv[1])).text())'
  return runInside(t, tunnel, script, url)
}

/** What this process holds: its descendants, and how many descriptors. */
export function holdings(): { readonly processes: readonly number[]; readonly descriptors: number } {
  return { processes: descendants(process.pid), descriptors: readdirSync('/proc/self/fd').length }
}

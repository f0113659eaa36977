// What --debug tells may be shown to anybody.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { PresharedKey, PrivateKey, parseEndpoint, parsePrefix, Tunnel } from '#dist/index.js'
import { needs } from '../needs.js'
import { Command, environment, run, way } from './command.js'

const all = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const
const password = 'pass-word-77'

/** Every way that the bytes of a key are written. */
function forms(key: Buffer): string[] {
  const base64 = key.toString('base64')
  return [
    base64.slice(0, -1),
    key.toString('base64url'),
    key.toString('hex'),
    key.toString('hex').toUpperCase(),
  ]
}

/** Everything in a text that can be 32 bytes, in base64, base64url or hexadecimal. */
function likeKeys(text: string): string[] {
  const found = text.match(
    /(?<![\w+/])[\w+/]{43}=|(?<![\w-])[\w-]{43}(?![\w=-])|(?<![\da-f])[\da-f]{64}(?![\da-f])/gi,
  )
  return [
    ...new Set((found ?? []).map((key) => key.replaceAll('-', '+').replaceAll('_', '/').replace(/=$/, ''))),
  ]
}

/** Both keys of the only application in a cache. */
function cachedKeys(env: NodeJS.ProcessEnv): { secret: Buffer; open: string } {
  const path = join(env.XDG_CACHE_HOME ?? '', 'sinfonia/00000000-0000-0000-0000-000000000000')
  const [, secret = '', open = ''] =
    /^private_key: (\S+)\npublic_key: (\S+)\n$/.exec(readFileSync(path, 'utf8')) ?? []
  assert.equal(Buffer.from(secret, 'base64').length, 32)
  return { secret: Buffer.from(secret, 'base64'), open: open.replace(/=$/, '') }
}

/** A cloudlet with --debug, at a URL with credentials. */
async function start(t: TestContext): Promise<{ cloudlet: Command; url: string }> {
  const cloudlet = new Command(['cloudlet', '--debug'])
  t.after(async () => {
    cloudlet.process.kill('SIGTERM')
    await cloudlet.ended
  })
  const [url] = await cloudlet.output(/^http:\S+$/m)
  return { cloudlet, url: url.replace('//', `//user:${password}@`) }
}

function assertNoSecret(text: string, key: Buffer): void {
  for (const form of forms(key)) assert.ok(!text.includes(form), 'the private key')
  assert.ok(!text.includes(password), 'the password')
  assert.ok(!text.includes(Buffer.from(`user:${password}`).toString('base64')), 'the Authorization header')
}

const toldOfTunnel = {
  kernel: [/^sinfonia-tier3: tunnel by the kernel’s WireGuard$/m],
  userspace: [
    /^sinfonia-tier3: tunnel by the userspace engine$/m,
    /^sinfonia-tier3: debug: UAPI: Updating private key$/m,
    /^sinfonia-tier3: debug: peer\(.*\) - Received handshake response$/m,
  ],
}

test('--debug tells of the request, the tunnel and the engine’s handshake, without a secret', async (t) => {
  if (!needs(t, ...all)) return
  const { cloudlet, url } = await start(t)
  const env = environment(t)
  const fetcher = "fetch('http://helloworld/').then((answer) => answer.text()).then(console.log)"
  const { code, stderr } = await run(['--debug', url, 'helloworld', process.execPath, '-e', fetcher], { env })
  assert.equal(code, 0, stderr)
  for (const told of [
    /^sinfonia-tier3: POST http:\/\/127\.0\.0\.1:\d+\/api\/v1\/deploy\//m,
    /^sinfonia-tier3: 200 OK, \d+ bytes$/m,
    ...toldOfTunnel[way],
  ]) {
    assert.match(stderr, told)
  }
  assert.match(cloudlet.stderr, /: 200$/m, 'the cloudlet tells, too')
  const { secret, open } = cachedKeys(env)
  for (const text of [stderr, cloudlet.stderr]) {
    assertNoSecret(text, secret)
    assert.deepEqual(likeKeys(text), [open], 'no other key is written out, whosever it is')
  }
})

const failures: [string, (url: string) => string[], RegExp][] = [
  ['a refusal', (url) => [url, '3d1f5c0e-6f0b-4a3e-8f57-0c3f3a9c9d21', 'true'], /'ERR_TIER1_REFUSED'/],
  [
    'no Tier1',
    () => [`http://user:${password}@127.0.0.1:9`, 'helloworld', 'true'],
    /'ERR_TIER1_UNREACHABLE'/,
  ],
  ['no URL', () => [`ftp://user:${password}@tier1.example`, 'helloworld', 'true'], /'ERR_TIER1_URL'/],
  ['no application', (url) => [url, 'helloworld', 'no-such-program'], /'ERR_APPLICATION_NOT_FOUND'/],
]

for (const [what, args, code] of failures) {
  test(`--debug tells all of an error but secrets: ${what}`, async (t) => {
    if (!needs(t, ...all)) return
    const { url } = await start(t)
    const env = environment(t)
    await run([url, 'helloworld', 'true'], { env }) // so that there is a key
    const { stderr } = await run(['--debug', ...args(url)], { env })
    assert.match(stderr, code)
    assert.match(stderr, /^ {4}at /m, 'where it happened')
    assertNoSecret(stderr, cachedKeys(env).secret)
  })
}

test('the engine tells nothing of a preshared key', async (t) => {
  if (!needs(t, ...all)) return
  const keys = { privateKey: PrivateKey.generate(), presharedKey: PresharedKey.generate() }
  const { privateKey, presharedKey } = keys
  const lines: string[] = []
  const peer = {
    publicKey: PrivateKey.generate().publicKey(),
    presharedKey,
    endpoint: parseEndpoint('127.0.0.1:9'),
    allowedIps: [parsePrefix('0.0.0.0/0')],
  }
  const configuration = { privateKey, addresses: [parsePrefix('10.5.0.2/32')], peers: [peer] }
  await using tunnel = await Tunnel.open(configuration, { way: 'userspace', log: (line) => lines.push(line) })
  await tunnel.close()
  const text = [...lines, inspect(configuration, { depth: null, showHidden: true }), inspect(tunnel)].join(
    '\n',
  )
  assert.match(text, /UAPI: Updating preshared key/)
  for (const key of [privateKey, presharedKey]) {
    for (const form of forms(Buffer.from(key.base64(), 'base64'))) assert.ok(!text.includes(form))
  }
})

test('keys are found in every form, and nothing else is taken for one', () => {
  const key = Buffer.alloc(32, 0xfb)
  for (const form of forms(key)) assert.equal(likeKeys(`at /v1/${form} or ${form}=`).length, 1, form)
  assert.deepEqual(
    likeKeys(`${'a'.repeat(42)} /${'path/'.repeat(20)} 00000000-0000-0000-0000-000000000000`),
    [],
  )
})

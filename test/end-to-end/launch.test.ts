import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { Command, environment, run, startCloudlet } from './command.js'

const all = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const

/** Runs a shell script as the application. */
function shell(url: string, script: string, env: NodeJS.ProcessEnv, options: readonly string[] = []) {
  return run([...options, url, 'helloworld', 'sh', '-c', script], { env })
}

async function ready(t: TestContext): Promise<{ url: string; env: NodeJS.ProcessEnv } | undefined> {
  if (!needs(t, ...all)) return undefined
  return { url: await startCloudlet(t), env: environment(t) }
}

test('an application finds its backend by name, through the link and nothing else', async (t) => {
  const place = await ready(t)
  if (!place) return
  const fetcher = `
    const { networkInterfaces } = require('node:os')
    fetch('http://helloworld/').then((response) => response.text()).then((body) =>
      console.log(JSON.stringify({ body, links: Object.keys(networkInterfaces()) })))`
  const { code, stdout, stderr } = await run([place.url, 'helloworld', process.execPath, '-e', fetcher], {
    env: place.env,
  })
  assert.equal(code, 0, stderr)
  const seen = JSON.parse(stdout)
  assert.match(seen.body, /[Hh]ello/)
  assert.equal(seen.links.length, 2)
  assert.match(seen.links[1], /^wg-[a-z]{1,12}$/)
  assert.equal(stderr, '', 'silent where stderr is no terminal')
})

test('resolv.conf, routes and MTU inside are the deployment’s', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { stdout } = await shell(
    place.url,
    'cat /etc/resolv.conf; echo; cat /proc/net/route; cat /sys/class/net/wg-*/mtu',
    place.env,
  )
  assert.match(
    stdout,
    /^nameserver 10\.96\.0\.10\nsearch [a-z-]+\.svc\.cluster\.local svc\.cluster\.local cluster\.local\noptions ndots:5\n/,
  )
  assert.match(stdout, /^wg-[a-z]+\t00000000\t00000000\t/m, 'a default route by the link')
  assert.match(stdout, /^1420$/m)
})

test('an endpoint by name is looked up outside', async (t) => {
  if (!needs(t, ...all)) return
  const url = await startCloudlet(t, ['--endpoint-host', 'localhost'])
  const fetcher = `fetch('http://helloworld/').then((response) => console.log(response.status))`
  const args = [url, 'helloworld', process.execPath, '-e', fetcher]
  const { stdout, stderr } = await run(args, { env: environment(t) })
  assert.equal(stdout, '200\n', stderr)
})

test('an endpoint whose name nobody knows', async (t) => {
  if (!needs(t, ...all)) return
  const url = await startCloudlet(t, ['--endpoint-host', 'cloudlet.invalid'])
  const { code, stderr } = await run(['--json', url, 'helloworld', 'true'], { env: environment(t) })
  assert.equal(code, 125)
  const { error } = JSON.parse(stderr)
  assert.equal(error.code, 'ERR_ENDPOINT_NAME')
  assert.match(error.message, /cloudlet\.invalid cannot be resolved/)
})

test('--mtu is the link’s inside', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { stdout } = await shell(place.url, 'cat /sys/class/net/wg-*/mtu', place.env, ['--mtu', '1000'])
  assert.equal(stdout, '1000\n')
})

test('the application’s exit status is the command’s', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { url, env } = place
  assert.equal((await shell(url, 'exit 7', env)).code, 7)
  assert.equal((await shell(url, 'kill -KILL $$', env)).signal, 'SIGKILL')
  assert.equal((await shell(url, 'kill -TERM $$', env)).signal, 'SIGTERM')
  const missing = await run([url, 'helloworld', 'no-such-program'], { env })
  assert.equal(missing.code, 127)
  assert.match(missing.stderr, /no-such-program/)
  const unexecutable = await run([url, 'helloworld', resolve('package.json')], { env })
  assert.equal(unexecutable.code, 126)
})

test('arguments, environment, directory and standard streams are the application’s own', async (t) => {
  const place = await ready(t)
  if (!place) return
  const command = new Command(
    [
      place.url,
      'helloworld',
      'sh',
      '-c',
      'read line; echo "$line|$1|$MARK|$PWD"; echo oops >&2',
      'sh',
      '--debug',
    ],
    { env: { ...place.env, MARK: 'a b', PWD: '/tmp' }, cwd: '/tmp', stdio: ['pipe', 'pipe', 'pipe'] },
  )
  command.process.stdin?.end('from stdin\n')
  const { stdout, stderr } = await command.ended
  assert.equal(stdout, 'from stdin|--debug|a b|/tmp\n')
  assert.equal(stderr, 'oops\n')
})

test('the key is kept, shared with the reference client, and locked while its tunnel lives', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { url, env } = place
  const address = "ip=$(cat /proc/net/fib_trie | grep -o '10\\.5\\.[0-9.]*' | head -1); echo $ip"
  const first = new Command([url, 'helloworld', 'sh', '-c', `${address}; read wait`], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const [, own] = await first.output(/^(10\.5\.\S+)$/m)
  const cache = join(env.XDG_CACHE_HOME ?? '', 'sinfonia')
  assert.deepEqual(readdirSync(cache), ['00000000-0000-0000-0000-000000000000'])
  assert.equal(statSync(cache).mode & 0o777, 0o700)
  assert.equal(statSync(join(cache, '00000000-0000-0000-0000-000000000000')).mode & 0o777, 0o600)
  const beside = await shell(url, address, env)
  assert.notEqual(
    beside.stdout.trim(),
    own,
    'a second tunnel at the same time has a key and address of its own',
  )
  first.process.stdin?.end('\n')
  await first.ended
  const again = await shell(url, address, env)
  assert.equal(again.stdout.trim(), own, 'the same key gets the same deployment')
  assert.deepEqual(readdirSync(cache), ['00000000-0000-0000-0000-000000000000'])
})

test('--no-key-cache leaves no file', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { code } = await shell(place.url, 'true', place.env, ['--no-key-cache'])
  assert.equal(code, 0)
  assert.deepEqual(readdirSync(place.env.XDG_CACHE_HOME ?? ''), [])
})

test('a user without a home has a key that is not kept', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { XDG_CACHE_HOME: directory = '', HOME: _, ...env } = place.env
  const disguise = join(directory, 'homeless.cjs')
  writeFileSync(
    disguise,
    `require('node:os').homedir = () => { throw new Error('ENOENT: no such file or directory, uv_os_homedir') }
     require('node:module').syncBuiltinESMExports()`,
  )
  const homeless = { ...env, NODE_OPTIONS: `--require ${disguise}` }
  const { code, stderr } = await shell(place.url, 'exit 7', homeless, ['--debug'])
  assert.equal(code, 7, stderr)
  assert.match(stderr, /the key is not kept, for want of a home directory/)
})

test('--timings tells every step before the application says anything, as JSON with --json', async (t) => {
  const place = await ready(t)
  if (!place) return
  const text = await shell(place.url, 'echo mine >&2', place.env, ['--timings'])
  for (const step of ['start', 'namespace', 'key', 'tier1', 'tunnel', 'total']) {
    assert.match(text.stderr, new RegExp(`^ {2}${step} +\\d+\\.\\d ms`, 'm'))
  }
  assert.match(text.stderr, / ms\nmine\n$/)
  const json = await shell(place.url, 'true', place.env, ['--timings', '--json'])
  const { timings } = JSON.parse(json.stderr)
  const steps = new Map<string, { begin: number; end: number }>(
    timings.steps.map((step: { step: string }) => [step.step, step]),
  )
  const namespace = steps.get('namespace')
  const tier1 = steps.get('tier1')
  assert.ok(namespace && tier1)
  assert.ok(namespace.begin < tier1.end && tier1.begin < namespace.end, 'the two run at the same time')
})

test('--timings of a launch that fails tells of what there was', async (t) => {
  if (!needs(t, ...all)) return
  const options = ['--timings', '--json']
  const { code, stderr } = await run([...options, 'http://127.0.0.1:9', 'helloworld', 'true'], {
    env: environment(t),
  })
  assert.equal(code, 125)
  const [told = '', failed = '', ...more] = stderr.trimEnd().split('\n')
  const steps = JSON.parse(told).timings.steps.map(({ step }: { step: string }) => step)
  assert.deepEqual(
    steps.filter((step: string) => step !== 'namespace'),
    ['key'],
  )
  assert.equal(JSON.parse(failed).error.code, 'ERR_TIER1_UNREACHABLE')
  assert.deepEqual(more, [])
})

test('--map-root makes the user root inside', async (t) => {
  const place = await ready(t)
  if (!place) return
  const { stdout } = await shell(place.url, 'id -u; grep CapEff /proc/self/status', place.env, ['--map-root'])
  assert.match(stdout, /^0\n/)
  assert.doesNotMatch(stdout, /CapEff:\t0{16}/)
  const own = await shell(place.url, 'id -u; grep CapEff /proc/self/status', place.env)
  assert.match(own.stdout, new RegExp(`^${process.getuid?.()}\n`))
  assert.match(own.stdout, /CapEff:\t0{16}/)
})

test('a recipe’s command is the backend, over IPv6 too', async (t) => {
  if (!needs(t, ...all)) return
  const env = environment(t)
  const recipes = join(env.XDG_CACHE_HOME ?? '', 'recipes')
  mkdirSync(recipes)
  const uuid = '6f8ad3d2-0d0f-4c1e-9a57-3f0c3f0e7a11'
  const server =
    "require('node:http').createServer((q, r) => r.end('from ' + q.socket.remoteAddress)).listen(80, '::')"
  writeFileSync(
    join(recipes, `${uuid}.yaml`),
    JSON.stringify({
      chart: 'six',
      version: '1',
      description: 'an HTTP server',
      command: [process.execPath, '-e', server],
      ports: [80],
      names: ['six'],
    }),
  )
  const url = await startCloudlet(t, [
    '--recipes',
    recipes,
    '--addresses',
    '10.5.0.0/16',
    'fd5f::/64',
    '--endpoint-host',
    '::1',
  ])
  const script = `fetch('http://six/').then((r) => r.text()).then(console.log)`
  const { stdout, stderr } = await run(
    [url, uuid, process.execPath, '--dns-result-order=ipv6first', '-e', script],
    { env },
  )
  assert.match(stdout, /^from fd5f::/, stderr)
  const small = await run(['--mtu', '1000', url, uuid, 'true'], { env })
  assert.equal(small.code, 2)
  assert.match(small.stderr, /mtu: 1000 .* the tunnel carries IPv6 \(fd5f::/)
})

describe('what cannot work is explained, with an exit status of its own', () => {
  const cases: [string, string[], number, RegExp][] = [
    ['Tier1 unreachable', ['http://127.0.0.1:9', 'helloworld', 'true'], 125, /127\.0\.0\.1:9/],
    ['no scheme', ['127.0.0.1:7000', 'helloworld', 'true'], 2, /http/],
    ['no UUID', ['http://127.0.0.1:9', 'nosuchalias', 'true'], 2, /nosuchalias/],
    ['no application', ['http://127.0.0.1:9', 'helloworld'], 2, /application/],
    ['an unknown option', ['--nonsense', 'http://127.0.0.1:9', 'helloworld', 'true'], 2, /--nonsense/],
    ['a bad MTU', ['--mtu', '12', 'http://127.0.0.1:9', 'helloworld', 'true'], 2, /from 68 to 65455/],
  ]
  for (const [what, args, status, message] of cases) {
    test(what, async (t) => {
      if (!needs(t, ...all)) return
      const { code, stderr, stdout } = await run(args, { env: environment(t) })
      assert.equal(code, status, stderr)
      assert.match(stderr, message)
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack')
      assert.equal(stdout, '')
    })
  }
})

test('a proxy variable that is no URL is no mistake of the command line', async (t) => {
  if (!needs(t, ...all)) return
  const env = environment(t, { http_proxy: 'socks5://proxy.example' })
  const { code, stderr } = await run(['http://tier1.test', 'helloworld', 'true'], { env })
  assert.equal(code, 125, stderr)
  assert.match(stderr, /proxy .*\n.*http_proxy/)
})

test('errors are JSON with --json', async (t) => {
  if (!needs(t, ...all)) return
  const { stderr } = await run(['--json', 'http://127.0.0.1:9', 'helloworld', 'true'], {
    env: environment(t),
  })
  assert.equal(JSON.parse(stderr).error.code, 'ERR_TIER1_UNREACHABLE')
})

test('--help teaches, --version is the package’s', async () => {
  const help = await run(['--help'])
  assert.equal(help.code, 0)
  assert.match(help.stdout, /Examples:/)
  for (const line of help.stdout.split('\n')) assert.ok(line.length <= 120, line)
  const version = await run(['--version'])
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/)
})

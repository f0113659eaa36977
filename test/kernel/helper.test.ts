// Whose network namespace the helper creates a link in: only its caller's own.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chownSync, constants, readdirSync, rmSync } from 'node:fs'
import { alice, assertCreated, assertRefused, attack, bob, root } from './helper.js'

attack("a link is created in the caller's namespace, and nowhere else", async (rig) => {
  const own = await rig.namespace()
  assertCreated(rig.ask(own.descriptor, 'wg0'), 'wg0')
  const [link] = JSON.parse(own.inside('ip', '-details', '-json', 'link', 'show', 'wg0'))
  assert.equal(link.linkinfo.info_kind, 'wireguard')
  assert.ok(!link.flags.includes('UP'))
  assert.deepEqual(own.links(), ['wg0'])
  assertRefused(rig.ask(own.descriptor, 'wg0'), 'name-taken', 'EEXIST')
  assertRefused(rig.ask(own.descriptor, 'lo'), 'name-taken', 'EEXIST')
})

attack("the host's namespace is refused, however it is passed", async (rig) => {
  for (const path of ['/proc/self/ns/net', '/proc/1/ns/net', '/proc/thread-self/ns/net']) {
    assertRefused(rig.ask(rig.open(path), 'wg0'), 'own-namespace')
  }
})

attack(
  "namespaces of root's are refused, in the host's user namespace and in one of root's own",
  async (rig) => {
    const plain = await rig.namespace(root, '--net')
    assertRefused(rig.ask(plain.descriptor, 'wg0'), 'own-namespace')
    const owned = await rig.namespace(root)
    assertRefused(rig.ask(owned.descriptor, 'wg0'), 'not-owner')
    assert.deepEqual([...plain.links(), ...owned.links()], [])
  },
)

attack("a link of the host's stays where and as it is when a new one is given its name", async (rig) => {
  const own = await rig.namespace()
  const name = 'hosts-own'
  const show = () => execFileSync('ip', ['-details', 'link', 'show', name], { encoding: 'utf8' })
  execFileSync('ip', ['link', 'add', name, 'type', 'wireguard'])
  try {
    const before = show()
    const answer = rig.ask(own.descriptor, name)
    // Before Linux 6.13 the kernel looks for it here, too.
    if (answer.status === 0) assertCreated(answer, name)
    else assertRefused(answer, 'name-taken', 'EEXIST')
    assert.equal(show(), before)
    assert.deepEqual(own.links(), answer.status === 0 ? [name] : [])
  } finally {
    execFileSync('ip', ['link', 'delete', name])
  }
})

attack("another user's namespace is refused, and so is mine to him", async (rig) => {
  const [own, his] = [await rig.namespace(alice), await rig.namespace(bob)]
  assertRefused(rig.ask(his.descriptor, 'wg0'), 'not-owner')
  assertRefused(rig.ask(own.descriptor, 'wg0', { by: bob }), 'not-owner')
  assert.deepEqual([...own.links(), ...his.links()], [])
})

attack('a namespace of a nested user namespace is refused, at any depth', async (rig) => {
  const deeper = ['--user', '--map-root-user', 'unshare']
  const nested = await rig.namespace(alice, ...deeper, '--user', '--net')
  assertRefused(rig.ask(nested.descriptor, 'wg0'), 'nested-namespace')
  const deepest = await rig.namespace(alice, ...deeper, ...deeper, '--user', '--net')
  assertRefused(rig.ask(deepest.descriptor, 'wg0'), 'nested-namespace')
  assert.deepEqual([...nested.links(), ...deepest.links()], [])
})

attack('what is no network namespace is refused', async (rig) => {
  const { pid, descriptor } = await rig.namespace()
  for (const kind of ['user', 'mnt', 'pid', 'uts', 'ipc']) {
    assertRefused(rig.ask(rig.open(`/proc/${pid}/ns/${kind}`), 'wg0'), 'not-a-network-namespace')
  }
  const path = constants.O_RDONLY | 0o10000000
  for (const [file, flags] of [
    ['/etc/passwd', 'r'],
    ['/dev/null', 'r+'],
    ['/dev/zero', 'r'],
    ['/tmp', 'r'],
    ['/dev/net/tun', 'r+'],
    ['/proc/self/status', 'r'],
    [`/proc/${pid}/ns`, 'r'],
    [`/proc/self/fd/${descriptor}`, path],
  ] as const) {
    assertRefused(rig.ask(rig.open(file, flags), 'wg0'), 'not-a-network-namespace')
  }
  assertRefused(rig.ask('ignore', 'wg0'), 'not-a-network-namespace')
  assertRefused(
    rig.ask('ignore', 'wg0', { through: ['sh', '-c', 'exec "$0" "$@" 3>&-'] }),
    'not-a-network-namespace',
  )
})

attack('only names that nothing can read otherwise are taken', async (rig) => {
  const own = await rig.namespace()
  for (const name of ['a', 'wg-abcdefghijkl', 'A_z.9-0', '...'])
    assertCreated(rig.ask(own.descriptor, name), name)
  const created = own.links()
  const long = ['abcdefghijklmnop', 'x'.repeat(300), 'y'.repeat(100_000)]
  const marks = [
    'wg/0',
    '/',
    '../wg',
    'wg:0',
    'wg 0',
    ' ',
    'wg\n',
    '\n',
    'wg\t',
    'wg%d',
    '%d',
    '%',
    'wg"',
    'wg\\n',
    "wg'",
  ]
  for (const name of ['', '.', '..', 'wgä', '\x7f', '\x1b[2J', '"},{"result":"created', ...long, ...marks]) {
    assertRefused(rig.ask(own.descriptor, name), 'bad-name')
  }
  // What the kernel itself does not take, for the files of these names in /proc/sys.
  for (const name of ['all', 'default'])
    assertRefused(rig.ask(own.descriptor, name), 'kernel-refused', 'EINVAL')
  assert.deepEqual(own.links(), created)
  assert.equal(created.length, 4)
})

attack(
  'no argument, several, or a thousand are refused',
  async (rig) => {
    const own = await rig.namespace()
    for (const args of [[], ['wg0', 'wg1'], ['--help', ''], Array(1000).fill('wg0')]) {
      assertRefused(rig.ask(own.descriptor, args), 'usage')
    }
    assert.deepEqual(rig.attack('argument_counts', [own.descriptor]), {
      ...{ none: '2', one: '2', three: '2', thousand: '2', empty: '20' },
    })
    assert.deepEqual(own.links(), [])
  },
  'python',
)

attack(
  'a loader that its caller chooses loads nothing into it, with a capability or without',
  async (rig) => {
    const own = await rig.namespace()
    const place = rig.directory('library')
    chownSync(place, alice.uid, alice.gid)
    const library = `${place}/evil.so`
    // An audit library has this function; the constructor runs in whatever loads it by either name.
    const source = `#include <fcntl.h>
      unsigned la_version(unsigned version) { return version; }
      __attribute__((constructor)) static void loaded(void) { open("${place}/loaded", O_CREAT, 0644); }`
    execFileSync('c++', ['-x', 'c', '-shared', '-fPIC', '-o', library, '-'], { input: source })
    const variables = ['LD_PRELOAD', 'LD_AUDIT']
    const debug = { LD_DEBUG: 'all', LD_DEBUG_OUTPUT: `${place}/debug` }
    const left = () => readdirSync(place).filter((name) => name !== 'evil.so')
    for (const [at, variable] of variables.entries()) {
      const env = { [variable]: library, ...debug }
      execFileSync('true', { ...alice, env: { ...env, PATH: process.env['PATH'] } })
      assert.ok(left().includes('loaded') && left().some((name) => name.startsWith('debug.')), variable)
      for (const name of left()) rmSync(`${place}/${name}`)
      assertCreated(rig.ask(own.descriptor, `wg${at}`, { env }), `wg${at}`)
      const helper = rig.install('without', null)
      assertRefused(rig.ask(own.descriptor, 'wg', { env, helper }), 'not-granted')
      assert.deepEqual(left(), [])
    }
  },
  'compiler',
)

attack('the environment changes nothing', async (rig) => {
  const own = await rig.namespace()
  const library = rig.directory('library')
  chownSync(library, alice.uid, alice.gid)
  const loader = {
    LD_LIBRARY_PATH: library,
    ...{
      LD_DEBUG: 'all',
      LD_DEBUG_OUTPUT: `${library}/out`,
      LD_BIND_NOW: '1',
      GLIBC_TUNABLES: 'glibc.malloc.check=3',
    },
    ...{
      MALLOC_TRACE: `${library}/trace`,
      GCONV_PATH: library,
      LANG: '../../tmp',
      TZ: '/etc/shadow',
      PATH: library,
    },
  }
  const huge = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`HUGE${at}`, 'x'.repeat(100_000)]))
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`MANY${at}`, '']))
  for (const [at, env] of [loader, huge, many, { '': '' }].entries()) {
    assertCreated(rig.ask(own.descriptor, `wg${at}`, { env }), `wg${at}`)
    assertRefused(rig.ask(rig.open('/proc/self/ns/net'), `wg${at}`, { env }), 'own-namespace')
  }
  assert.deepEqual(readdirSync(library), [])
})

attack('inside a user namespace its capability is good for nothing outside', async (rig) => {
  const through = ['unshare', '--user', '--map-user=12345', '--map-group=12345', '--']
  const [own, host] = [await rig.namespace(), rig.open('/proc/self/ns/net')]
  assertRefused(rig.ask(host, 'wg0', { through }), 'out-of-sight')
  assertRefused(rig.ask(own.descriptor, 'wg0', { through }), 'out-of-sight')
  const asRoot = ['unshare', '--user', '--map-root-user', '--']
  assertRefused(rig.ask(host, 'wg0', { through: asRoot }), 'too-many-capabilities')
  // One level below that user namespace, as the policy wants it: the kernel knows that the socket is the host's.
  const script = `unshare --user --net sh -c 'echo $$ >$0/pid; exec cat' $0 <$0/end & pid=$!
    exec 4>$0/end; until [ -s $0/pid ]; do :; done
    "$1" wg0 3</proc/$pid/ns/net; status=$?; exec 4>&-; wait $pid; exit $status`
  const place = rig.directory('script')
  const shell = ['unshare', '--user', '--map-user=12345', '--map-group=12345', '--', 'sh', '-c']
  const prepare = `chown 12345 ${place} && mkfifo -m 666 ${place}/end`
  rig.ask('ignore', [], { by: root, through: ['sh', '-c', `${prepare}; true`] })
  const answer = rig.ask('ignore', [], { through: [...shell, script, place] })
  assertRefused(answer, 'kernel-refused', 'EPERM')
  assert.deepEqual(own.links(), [])
})

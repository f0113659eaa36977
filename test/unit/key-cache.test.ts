import assert from 'node:assert/strict'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { addon } from '#dist/addon/load.js'
import { OperationError } from '#dist/errors/operation-error.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { acquireKey } from '#dist/sinfonia/key-cache.js'
import { needs } from '../needs.js'
import { acquire, acquireOnce, type Place, place, secret, uuid, withFile, yaml } from './key-place.js'

const mode = (path: string) => statSync(path).mode & 0o7777

test('the first start makes a key that nobody else can read, the next finds it', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory, file } = place(t)
  const umask = process.umask(0)
  t.after(() => process.umask(umask))
  const first = await acquireOnce(directory)
  assert.ok(first.cached)
  assert.equal(first.problem, undefined)
  assert.equal(mode(file), 0o600)
  assert.equal(mode(join(directory, 'sinfonia')), 0o700)
  assert.deepEqual(readdirSync(join(directory, 'sinfonia')), [uuid], 'and nothing else')
  assert.equal(
    readFileSync(file, 'utf8'),
    `private_key: ${first.key.base64()}\npublic_key: ${first.key.publicKey()}\n`,
  )
  const second = await acquireOnce(directory)
  assert.ok(second.cached && second.key.equals(first.key))
})

test('whatever the umask takes away', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory, file } = place(t)
  mkdirSync(directory)
  const umask = process.umask(0o277)
  await acquireOnce(directory).finally(() => process.umask(umask))
  assert.equal(mode(file), 0o600)
})

test('directories that are missing are made, for this user alone', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory } = place(t)
  assert.ok((await acquireOnce(join(directory, 'a', 'b'))).cached)
  for (const made of ['', 'a', 'a/b', 'a/b/sinfonia']) assert.equal(mode(join(directory, made)), 0o700)
})

test('applications have keys of their own, by canonical UUID', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory } = place(t)
  const { lockFile } = addon()
  for (const text of ['0123ABCD-0000-4000-8000-00000000000F', 'helloworld']) {
    ;(await acquireKey({ directory, uuid: text, lockFile })).release()
  }
  assert.deepEqual(readdirSync(join(directory, 'sinfonia')), [uuid, '0123abcd-0000-4000-8000-00000000000f'])
  await assert.rejects(acquireKey({ directory, uuid: '../x', lockFile }), { code: 'ERR_INVALID_ARGUMENT' })
})

test('without a directory the key is fresh', async () => {
  const lockFile = () => assert.fail('there is no file to lock')
  const [first, second] = [await acquireKey({ uuid, lockFile }), await acquireKey({ uuid, lockFile })]
  assert.ok(!first.cached && first.descriptor === undefined && first.problem === undefined)
  assert.ok(!first.key.equals(second.key))
  first.release()
})

const readable: Record<string, string> = {
  'as PyYAML writes it': yaml,
  'in the other order': `public_key: ${secret.publicKey()}\nprivate_key: ${secret.base64()}\n`,
  quoted: `private_key: '${secret.base64()}'\npublic_key: "${secret.publicKey()}"`,
  'with a comment and more': `# mine\n${yaml}since: 2026\n`,
  'with other line ends': yaml.replaceAll('\n', '\r\n'),
  'as JSON': JSON.stringify({ private_key: secret.base64(), public_key: secret.publicKey() }),
}
for (const [name, text] of Object.entries(readable)) {
  test(`a file is read: ${name}`, async (t) => {
    if (!needs(t, 'addon')) return
    const { directory, file } = withFile(t, text)
    const { key, cached } = await acquireOnce(directory)
    assert.ok(cached && key.equals(secret))
    assert.equal(readFileSync(file, 'utf8'), text)
  })
}

const corrupt: Record<string, string> = {
  empty: '',
  'cut off': yaml.slice(0, 60),
  'no YAML': ': {',
  'another YAML': '- 1',
  'a number': '7',
  'half of it': `private_key: ${secret.base64()}\n`,
  'keys that do not belong together': yaml.replace(
    /public_key: .*/,
    `public_key: ${PrivateKey.generate().publicKey()}`,
  ),
  'a key of another length': yaml.replace(secret.base64(), 'AAAA'),
  'numbers for keys': 'private_key: 1\npublic_key: 2\n',
  'very long': `${'#'.repeat(5000)}\n${yaml}`,
  binary: '\0\ufffd\u0001',
  'an alias bomb': `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n`,
}
for (const [name, text] of Object.entries(corrupt)) {
  test(`a corrupt file is remade: ${name}`, async (t) => {
    if (!needs(t, 'addon')) return
    const { directory, file } = withFile(t, text)
    const { key, cached } = await acquireOnce(directory)
    assert.ok(cached && !key.equals(secret))
    assert.equal(mode(file), 0o600)
    assert.ok((await acquireOnce(directory)).key.equals(key))
    assert.deepEqual(readdirSync(join(directory, 'sinfonia')), [uuid])
  })
}

for (const open of [0o640, 0o604, 0o620, 0o666]) {
  test(`a file that others may read or write (${open.toString(8)}) is remade`, async (t) => {
    if (!needs(t, 'addon')) return
    const { directory, file } = withFile(t, yaml, open)
    const { key, cached } = await acquireOnce(directory)
    assert.ok(cached && !key.equals(secret))
    assert.equal(mode(file), 0o600)
  })
}

test('a file that its owner made read-only is used as it is', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory } = withFile(t, yaml, 0o400)
  assert.ok((await acquireOnce(directory)).key.equals(secret))
})

test('a directory that is open to others is closed', async (t) => {
  if (!needs(t, 'addon')) return
  const { directory, file } = withFile(t)
  chmodSync(join(file, '..'), 0o777)
  assert.ok((await acquireOnce(directory)).key.equals(secret))
  assert.equal(mode(join(file, '..')), 0o700)
})

test('what is no file of this user is refused, and left alone', async (t) => {
  if (!needs(t, 'addon')) return
  const link = withFile(t)
  renameSync(link.file, `${link.file}.real`)
  symlinkSync(`${link.file}.real`, link.file)
  await refused(link, /00000000 is a symbolic link|0000 is a symbolic link/)
  const dangling = withFile(t)
  rmSync(dangling.file)
  symlinkSync('/nonexistent', dangling.file)
  await refused(dangling, /is a symbolic link/)
  const directory = withFile(t)
  rmSync(directory.file)
  mkdirSync(directory.file)
  await refused(directory, /is not a file/)
  const linked = withFile(t)
  renameSync(join(linked.directory, 'sinfonia'), join(linked.directory, 'real'))
  symlinkSync('real', join(linked.directory, 'sinfonia'))
  await refused(linked, /sinfonia is not a directory/)
  const plain = withFile(t)
  rmSync(join(plain.directory, 'sinfonia'), { recursive: true })
  writeFileSync(join(plain.directory, 'sinfonia'), '')
  await refused(plain, /sinfonia is not a directory/)
})

test('a file or directory of another user is refused', async (t) => {
  if (!needs(t, 'addon')) return
  for (const part of ['', '..']) {
    const made = withFile(t)
    makeForeign(t, join(made.file, part))
    await refused(made, /belongs to another user \(\d+\)/)
    t.mock.restoreAll()
  }
})

/** Root gives it away. Anybody else takes another user's name, which does the same to the comparison. */
function makeForeign(t: TestContext, path: string): void {
  if (process.geteuid?.() === 0) chownSync(path, 65534, 65534)
  else t.mock.method(process as { geteuid(): number }, 'geteuid', () => 4242)
}

async function refused({ directory, file }: Place, message: RegExp): Promise<void> {
  const before = existsSync(file) ? statSync(file).ino : undefined
  await assert.rejects(acquire(directory), (error) => {
    assert.ok(error instanceof OperationError, inspect(error))
    assert.equal(error.code, 'ERR_KEY_CACHE')
    assert.match(error.message, message)
    assert.match(error.remedy ?? '', /rm -r '\/.*XDG_CACHE_HOME/)
    assert.ok(!inspect(error, { showHidden: true }).includes(secret.base64()))
    return true
  })
  assert.equal(existsSync(file) ? statSync(file).ino : undefined, before)
}

test('where nothing can be kept the key is fresh, and the reason is told', async (t) => {
  const lockFile = () => {
    throw Object.assign(new Error('no locks'), { code: 'ENOLCK' })
  }
  const { directory } = withFile(t)
  const unlocked = await acquireKey({ directory, uuid, lockFile })
  const underFile = await acquireKey({ directory: join(directory, 'sinfonia', uuid), uuid, lockFile })
  const inProc = await acquireKey({ directory: '/proc', uuid, lockFile })
  symlinkSync('/nonexistent', join(directory, 'dangling'))
  const behindLink = await acquireKey({ directory: join(directory, 'dangling'), uuid, lockFile })
  for (const { key, cached, descriptor, problem } of [unlocked, underFile, inProc, behindLink]) {
    assert.ok(!cached && descriptor === undefined && !key.equals(secret))
    assert.equal(problem?.code, 'ERR_KEY_CACHE')
    assert.match(problem?.message ?? '', /cannot be kept in .*\((ENOLCK|ENOTDIR|ENOENT|EACCES)\)/)
  }
  const bug = new TypeError('a bug')
  const broken = acquireKey({ directory, uuid, lockFile: () => assert.fail(bug) })
  await assert.rejects(broken, bug)
})

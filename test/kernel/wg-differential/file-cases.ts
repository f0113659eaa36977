/** wg setconf, addconf and syncconf of files, picked by hand. */
import { type Case, changing, expand, type Group } from './case.js'
import { many } from './texts.js'

type Command = 'setconf' | 'addconf' | 'syncconf'
export const commands: readonly Command[] = ['setconf', 'addconf', 'syncconf']

export function fileCase(command: Command, conf: string): Case {
  const told = conf.length > 300 ? `${conf.slice(0, 300)}… of ${conf.length} characters` : conf
  return { name: `${command} ${JSON.stringify(told)}`, args: [command, 'wg0', 'conf'], conf }
}

const peer = '[Peer]\nPublicKey=$one\n'

/** Each is one for every of the three commands. */
const taken: readonly string[] = [
  '',
  '\n',
  '# nothing\n',
  '[Interface]',
  '[Interface]\nPrivateKey=$two\n',
  '[Interface]\nListenPort=5\nFwMark=0x10\n',
  '[Interface]\nPrivateKey=$three\nListenPort=51820\nFwMark=31\n',
  '[Peer]\nPublicKey=$one\nAllowedIPs=10.9.0.0/16',
  `${peer}Endpoint=name.test:9\nPersistentKeepalive=off\nAllowedIPs=10.9.0.0/16,::/0\nPresharedKey=$none\n`,
  `${peer}[Peer]\nPublicKey=$two\n`,
  '[Peer]\nPublicKey=$two\n[Peer]\nPublicKey=$one\n',
  '[Peer]\nPublicKey=$four\nAllowedIPs=10.0.0.0/8,10.1.0.0/16\n',
  `${peer}AllowedIPs=10.0.0.0/8,fd00::/8\n[Peer]\nPublicKey=$two\nAllowedIPs=192.168.0.0/16\n`,
  '[Interface]\r\nListenPort=5\r\n[Peer]\r\nPublicKey=$one\r\n',
  '[Peer]\nPublicKey=$one\n[Interface]\nListenPort=5\n',
  `${peer}AllowedIPs=10.0.0.0/8\n${peer}AllowedIPs=10.1.0.0/16\n`,
  `${peer}PersistentKeepalive=5\n[Peer]\nPublicKey=$two\n${peer}Endpoint=192.0.2.9:9\n`,
  '[Peer]\nPublicKey=$three\n',
  `[Interface]\nPrivateKey=$two\n${peer}`,
  many,
]

/** What is read, for one command. */
const read: readonly string[] = [
  '\0',
  '[INTERFACE]\nLISTENPORT=5\n',
  '[ inter face ]\nlisten port = 5 1\n',
  '\t[Interface]\n \tListenPort\t=\t5\t\n',
  '[Interface]\nListenPort=5 # comment\n#ListenPort=6\n',
  '[Interface]\nListenPort=5\nListenPort=6\n',
  '[Interface]\nListenPort=5\n[Interface]\nFwMark=1\n',
  '[Interface]\nListenPort=65536\n',
  '[Interface]\nListenPort=ntp\n',
  '[Interface]\nListenPort=wgalias\n',
  '[Interface]\nFwMark=off\n',
  '[Interface]\nFwMark=OFF\n',
  '[Interface]\nFwMark=0xabcdef\n',
  '[Interface]\nPrivateKey=$none\n',
  '[Interface]\nListenPort=5\0foo\n',
  '[Interface]\n\0ListenPort=foo\n',
  '# \xff\xfe\n[Interface]\n',
  `[Interface]\nListenPort=5\n#${'x'.repeat(5000)}`,
  `${peer}AllowedIPs=10.9.0.1/16\n`,
  `${peer}AllowedIPs=10.9.0.1/16, 10.8.0.1/16\nAllowedIPs=fd00::1/8\n`,
  `${peer}AllowedIPs=10.9.0.0/16\nAllowedIPs=10.8.0.0/16\n`,
  `${peer}Endpoint=192.0.2.9:0\n`,
  `${peer}Endpoint=192.0.2.9:ntp\n`,
  `${peer}Endpoint=192.0.2.9:65536\n`,
  `${peer}Endpoint=[fe80::1%lo]:9\n`,
  `${peer}Endpoint=*:9\n`,
  `${peer}Endpoint=-dash.test:9\n`,
  `${peer}Endpoint=both.test:9\n`,
  `${peer}PresharedKey=$two\nPresharedKey=$none\n`,
  `${peer}PersistentKeepalive=65535\n`,
  `[Peer]\nPersistentKeepalive=5\nPublicKey=$one\n`,
  `[Peer]\nPublicKey=$none\n`,
  `${peer}PublicKey=$two\n`,
]

const refused: readonly string[] = [
  '[Foo]\n',
  '[Interface\n',
  '[]\n',
  '[\n',
  'ListenPort=5\n',
  'nonsense\n',
  '; comment\n',
  '\ufeff[Interface]\n',
  '[Interface]\nFoo=1\n',
  '[Interface]\nAddress=10.0.0.1/24\n',
  '[Interface]\nPostUp=true\n',
  '[Interface]\nListenPort 5\n',
  '[Interface]\nListenPort:5\n',
  '[Interface]\nListenPort\n',
  '[Interface]\nListenPort=\n',
  '[Interface]\nListenPort=foo\n',
  '[Interface]\nListenPort=-1\n',
  '[Interface]\nListenPort=99999999999999999999\n',
  '[Interface]\n=5\n',
  '[Interface]\nFwMark=\n',
  '[Interface]\nFwMark=0x\n',
  '[Interface]\nFwMark=4294967296\n',
  '[Interface]\nFwMark=-1\n',
  '[Interface]\nPrivateKey=\n',
  '[Interface]\nPrivateKey=foo\n',
  '[Interface]\nPrivateKey=$one=\n',
  '[Interface]\nPublicKey=$one\n',
  '[Interface]\nEndpoint=192.0.2.9:9\n',
  '[Interface]\rListenPort=5\n',
  '[Interface]; comment\n',
  '[Peer]\n',
  '[Peer]\nEndpoint=192.0.2.9:9\n',
  '[Peer]\nPrivateKey=$one\n',
  '[Peer]\nPublicKey=\n',
  '[Peer]\nPublicKey=foo\n',
  `[Interface]\nListenPort=5\n[Peer]\n[Peer]\nPublicKey=$one\n`,
  `[Peer]\nAllowedIPs=10.0.0.0/8\n${peer}`,
  `${peer}Foo=1\n`,
  `${peer}ListenPort=5\n`,
  `${peer}PresharedKey=foo\n`,
  `${peer}PresharedKey=\n`,
  `${peer}Endpoint=\n`,
  `${peer}Endpoint=192.0.2.9\n`,
  `${peer}Endpoint=[::1]\n`,
  `${peer}Endpoint=[::1]9\n`,
  `${peer}Endpoint=[::1:9\n`,
  `${peer}Endpoint=nosuch.test:9\n`,
  `${peer}Endpoint=192.0.2.9:nosuchservice\n`,
  `${peer}Endpoint=:9\n`,
  `${peer}PersistentKeepalive=65536\n`,
  `${peer}PersistentKeepalive=foo\n`,
  `${peer}PersistentKeepalive=\n`,
  `${peer}AllowedIPs=10.0.0.0/33\n`,
  `${peer}AllowedIPs=10.0.0.0/8,\n`,
  `${peer}AllowedIPs=,\n`,
  `${peer}AllowedIPs=foo\n`,
  `${peer}AllowedIPs=foo/8\n`,
  `${peer}AllowedIPs=fd00::/129\n`,
  `${peer}AllowedIPs=10.0.0.0/x\n`,
  `${peer}AllowedIPs=+10.0.0.0/8\n`,
  `${peer}AllowedIPs=10.0.0.1/8\nFoo=1\n`,
  `${peer}AllowedIPs=\n`,
  '[Interface]\nListenPort=5 6 x\n',
]

const paths: readonly string[] = [
  'nosuchfile',
  '.',
  '',
  '/dev/null',
  'one',
  '/nosuchfolder/conf',
  'binary',
  'very-long',
]
const links: readonly string[] = ['foo', 'lo', 'other', '', 'a-name-of-sixteen', 'all']

const elsewhere: Case[] = commands.flatMap((command) => [
  ...paths.map((path) => ({ name: `${command} wg0 '${path}'`, args: [command, 'wg0', path] })),
  ...links.map((link) => ({ name: `${command} '${link}' state`, args: [command, link, 'state'] })),
])

export const fileGroups: readonly Group[] = [
  {
    ...changing,
    title: 'setconf, addconf and syncconf of files that wg takes',
    expected: 'taken',
    cases: taken.flatMap((text) => commands.map((command) => fileCase(command, expand(text)))),
  },
  {
    ...changing,
    title: 'spellings of files that wg takes',
    expected: 'taken',
    cases: read.map((text, index) => fileCase(commands[index % 3] ?? 'setconf', expand(text))),
  },
  {
    ...changing,
    title: 'files that wg refuses',
    expected: 'refused',
    cases: refused.map((text, index) => fileCase(commands[index % 3] ?? 'setconf', expand(text))),
  },
  { ...changing, title: 'files that are not there, of links that are not there', cases: elsewhere },
]

/** The userspace protocol of WireGuard without WireGuard: its texts, and answers that come in pieces. */
import assert from 'node:assert/strict'
import { closeSync, readSync, writeSync } from 'node:fs'
import { test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { PeerFlag } from '#dist/addon/packed-peers.js'
import { UapiConversation, UapiEnded, UapiMalformed } from '#dist/uapi/conversation.js'
import { readAnswer } from '#dist/uapi/decode.js'
import { getRequest, setRequest } from '#dist/uapi/encode.js'
import { needs } from '../needs.js'

const key = new Uint8Array(32).map((_, index) => index * 8 + 7)
const hex = Buffer.from(key).toString('hex')
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

test('requests', () => {
  assert.equal(text(getRequest()), 'get=1\n\n')
  assert.equal(text(setRequest({})), 'set=1\n\n')
  const v4 = { version: 4, address: Uint8Array.of(10, 0, 0, 0), prefixLength: 8 } as const
  const peer = {
    publicKey: key,
    flags: PeerFlag.replaceAllowedIps,
    allowedIps: [v4, { ...v4, remove: true }],
  }
  const full = setRequest({
    privateKey: key,
    listenPort: 0,
    fwmark: 0xffff_ffff,
    replacePeers: true,
    peers: [
      {
        ...peer,
        presharedKey: key,
        endpoint: { host: 'fe80::1', port: 9, kind: 'v6', scope: '2' },
        persistentKeepalive: 0,
        protocolVersion: 1,
      },
      { ...peer, flags: PeerFlag.updateOnly, allowedIps: [] },
      { ...peer, flags: PeerFlag.removeMe },
    ],
  })
  const lines = [
    'set=1',
    `private_key=${hex}`,
    'listen_port=0',
    'fwmark=4294967295',
    'replace_peers=true',
    `public_key=${hex}`,
    `preshared_key=${hex}`,
    'endpoint=[fe80::1%2]:9',
    'persistent_keepalive_interval=0',
    'replace_allowed_ips=true',
    'allowed_ip=10.0.0.0/8',
    'allowed_ip=-10.0.0.0/8',
    'protocol_version=1',
    `public_key=${hex}`,
    'update_only=true',
    `public_key=${hex}`,
    'remove=true',
  ]
  assert.equal(text(full), `${lines.join('\n')}\n\n`)
})

test('an answer with everything, and keys that nobody knows', () => {
  const lines = [
    `private_key=${hex.toUpperCase()}`,
    'listen_port=65535',
    'fwmark=1',
    'protocol_of_tomorrow=x=y',
    `public_key=${hex}`,
    `preshared_key=${'0'.repeat(64)}`,
    'endpoint=192.0.2.1:0',
    'last_handshake_time_sec=1700000000',
    'last_handshake_time_nsec=500000000',
    'rx_bytes=18446744073709551615',
    'tx_bytes=1',
    'persistent_keepalive_interval=25',
    'allowed_ip=::/0',
    'errno=0',
  ]
  const answer = readAnswer(Buffer.from(`${lines.join('\n')}\n`))
  assert.deepEqual(answer, {
    errno: 0,
    device: {
      privateKey: key,
      listenPort: 65535,
      fwmark: 1,
      peers: [
        {
          publicKey: key,
          presharedKey: undefined,
          endpoint: { host: '192.0.2.1', port: 0, kind: 'v4' },
          lastHandshake: 1_700_000_000_500,
          receivedBytes: 2n ** 64n - 1n,
          sentBytes: 1n,
          persistentKeepalive: 25,
          protocolVersion: 1,
          allowedIps: [{ version: 6, address: new Uint8Array(16), prefixLength: 0 }],
        },
      ],
    },
  })
})

for (const line of [
  'listen_port=65536',
  'listen_port=-1',
  'listen_port=',
  'fwmark=0x1',
  'private_key=',
  `private_key=${hex}0`,
  `private_key=${hex.slice(2)}zz`,
  `public_key=${hex}\nendpoint=name.example:1`,
  `public_key=${hex}\nendpoint=[192.0.2.1]:1`,
  `public_key=${hex}\nendpoint=fe80::1:1`,
  `public_key=${hex}\nallowed_ip=10.0.0.0/33`,
  `public_key=${hex}\nrx_bytes=18446744073709551616`,
  `public_key=${hex}\nlast_handshake_time_nsec=1000000000`,
  'errno=x',
  '=',
  'private_key',
]) {
  test(`malformed: ${line.replace('\n', ' ')}`, () => {
    const answer = readAnswer(Buffer.from(`errno=0\n${line}\n`))
    if (line === '=') assert.equal(answer?.errno, 0)
    else assert.equal(answer, undefined)
  })
}

test('answers that come byte by byte, two at once, and too many', async (t) => {
  if (!needs(t, 'addon')) return
  const [near, far] = addon().socketPair()
  const conversation = UapiConversation.over(near)
  const request = setRequest({ privateKey: key })
  const first = conversation.request(request)
  assert.match(readAll(far), new RegExp(`^set=1\nprivate_key=${hex}\n\n$`))
  for (const letter of 'fwmark=1\nerrno=0\n\n') writeSync(far, letter)
  assert.equal((await first).device.fwmark, 1)
  assert.ok(
    request.every((byte) => byte === 0),
    'what was sent is wiped',
  )
  const both = [conversation.request(getRequest()), conversation.request(getRequest())]
  writeSync(far, 'fwmark=2\nerrno=0\n\nfwmark=3\nerrno=0\n\n')
  assert.deepEqual(
    (await Promise.all(both)).map(({ device }) => device.fwmark),
    [2, 3],
  )
  const large = conversation.request(getRequest())
  const peer = `public_key=${hex}\nallowed_ip=10.0.0.0/8\n`
  writeSync(far, peer.repeat(200))
  writeSync(far, peer.repeat(200))
  writeSync(far, 'errno=0\n\n')
  assert.equal((await large).device.peers.length, 400)
  const malformed = conversation.request(getRequest())
  writeSync(far, 'nonsense\n\n')
  await assert.rejects(malformed, UapiMalformed)
  await assert.rejects(conversation.request(getRequest()), UapiEnded)
  closeSync(far)
})

function readAll(descriptor: number): string {
  const buffer = Buffer.alloc(4096)
  return buffer.toString('latin1', 0, readSync(descriptor, buffer))
}

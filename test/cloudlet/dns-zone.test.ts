import assert from 'node:assert/strict'
import { test } from 'node:test'
import dns, { type Answer, type DecodedPacket, type Packet } from 'dns-packet'
import { answerQuery } from '#dist/cloudlet/dns/answer.js'
import { deploymentZone } from '#dist/cloudlet/dns/deployment-zone.js'
import { Zone } from '#dist/cloudlet/dns/zone.js'

const zone = deploymentZone({
  name: 'quiet-harbor',
  services: ['helloworld', 'hello'],
  serviceAddresses: ['10.96.0.80', 'fd00:10:96::50'],
  dnsAddresses: ['10.96.0.10', 'fd00:10:96::a'],
})
const service = 'helloworld.quiet-harbor.svc.cluster.local'

const rcode = { noError: 0, formatError: 1, nameError: 3, notImplemented: 4, refused: 5 }

function query(name: string, type: string, more: Packet = {}): Buffer {
  const question = { name, type, class: 'IN' } as never
  return dns.encode({
    type: 'query',
    id: 4711,
    flags: dns.RECURSION_DESIRED,
    questions: [question],
    ...more,
  })
}

function ask(message: Buffer, about = zone, transport: 'udp' | 'tcp' = 'udp') {
  const answer = answerQuery(message, about, transport)
  assert.ok(answer, 'there is an answer')
  const decoded: DecodedPacket = dns.decode(answer)
  return {
    bytes: answer,
    decoded,
    code: answer.readUInt16BE(2) & 15,
    data: (decoded.answers ?? []).map(dataOf),
  }
}

function dataOf(answer: Answer): unknown {
  return 'data' in answer ? answer.data : undefined
}

function edns(udpPayloadSize: number, ednsVersion = 0): Packet {
  const options = {
    name: '.',
    type: 'OPT',
    udpPayloadSize,
    ednsVersion,
    extendedRcode: 0,
    flags: 0,
    options: [],
  }
  return { additionals: [{ ...options, flag_do: false } as Answer] }
}

test('a service has its addresses, by authority', () => {
  const { decoded, code, data } = ask(query(service, 'A'))
  assert.equal(code, rcode.noError)
  assert.deepEqual(data, ['10.96.0.80'])
  assert.equal(decoded.id, 4711)
  assert.equal(decoded.flag_qr, true)
  assert.equal(decoded.flag_aa, true)
  assert.equal(decoded.flag_rd, true)
  assert.equal(decoded.flag_ra, false)
  assert.deepEqual(ask(query(service, 'AAAA')).data, ['fd00:10:96::50'])
  assert.deepEqual(ask(query('hello.quiet-harbor.svc.cluster.local', 'A')).data, ['10.96.0.80'])
  assert.deepEqual(ask(query(service, 'ANY')).data, ['10.96.0.80', 'fd00:10:96::50'])
})

test('a name is found in any case, and answered as it was asked', () => {
  const asked = 'HelloWorld.quiet-HARBOR.svc.Cluster.local'
  const { decoded, data } = ask(query(asked, 'A'))
  assert.deepEqual(data, ['10.96.0.80'])
  assert.equal(decoded.questions?.[0]?.name, asked)
  assert.equal(decoded.answers?.[0]?.name, asked)
})

test('a name without records of this type has none, and says for how long', () => {
  for (const [name, type] of [
    [service, 'TXT'],
    [service, 'MX'],
    ['quiet-harbor.svc.cluster.local', 'A'],
    ['svc.cluster.local', 'A'],
    ['cluster.local', 'AAAA'],
    ['local', 'A'],
    ['.', 'NS'],
  ] as const) {
    const { code, data, decoded } = ask(query(name, type))
    assert.equal(code, rcode.noError, name)
    assert.deepEqual(data, [], name)
    assert.equal(decoded.authorities?.[0]?.type, 'SOA', name)
  }
})

test('a name that is not there does not exist, of this cluster or not', () => {
  for (const [name, apex] of [
    ['nobody.quiet-harbor.svc.cluster.local', 'cluster.local'],
    ['helloworld.another.svc.cluster.local', 'cluster.local'],
    ['below.helloworld.quiet-harbor.svc.cluster.local', 'cluster.local'],
    ['example.com.quiet-harbor.svc.cluster.local', 'cluster.local'],
    ['example.com', '.'],
    ['helloworld', '.'],
    ['notcluster.local', '.'],
    ['__proto__', '.'],
  ] as const) {
    const { code, data, decoded } = ask(query(name, 'A'))
    assert.equal(code, rcode.nameError, name)
    assert.deepEqual(data, [])
    assert.equal(decoded.authorities?.[0]?.name, apex, name)
  }
})

test('an address has the way back to its first name', () => {
  assert.deepEqual(ask(query('80.0.96.10.in-addr.arpa', 'PTR')).data, [service])
  assert.deepEqual(ask(query('10.0.96.10.in-addr.arpa', 'PTR')).data, ['ns.dns.cluster.local'])
  const digits = '0.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f'
  assert.deepEqual(ask(query(`${digits}.ip6.arpa`, 'PTR')).data, [service])
  assert.equal(ask(query('81.0.96.10.in-addr.arpa', 'PTR')).code, rcode.nameError)
})

test('EDNS is answered with EDNS, an unknown version of it refused', () => {
  const { decoded, data } = ask(query(service, 'A', edns(4096)))
  assert.deepEqual(data, ['10.96.0.80'])
  const [option] = decoded.additionals ?? []
  assert.ok(option?.type === 'OPT')
  assert.equal(option.udpPayloadSize, 1232)
  const refused = ask(query(service, 'A', edns(4096, 1))).decoded
  assert.deepEqual(refused.answers, [])
  assert.ok(refused.additionals?.[0]?.type === 'OPT')
  assert.equal(refused.additionals[0].extendedRcode, 1, 'BADVERS, 16, has its upper bits here')
  const twice = [...(edns(512).additionals ?? []), ...(edns(512).additionals ?? [])]
  assert.equal(ask(query(service, 'A', { additionals: twice })).code, rcode.formatError)
})

test('what does not fit a datagram is cut and says so; over TCP it is whole', () => {
  const large = new Zone()
  const addresses = Array.from({ length: 100 }, (_, index) => `10.0.0.${index}`)
  large.add('many.example', addresses)
  for (const message of [query('many.example', 'A'), query('many.example', 'A', edns(65_000))]) {
    const { decoded, data, bytes } = ask(message, large)
    assert.equal(decoded.flag_tc, true)
    assert.deepEqual(data, [])
    assert.ok(bytes.length <= 512)
    const whole = ask(message, large, 'tcp')
    assert.equal(whole.decoded.flag_tc, false)
    assert.deepEqual(whole.data, addresses)
  }
  const some = new Zone()
  some.add('some.example', addresses.slice(0, 30))
  assert.equal(ask(query('some.example', 'A'), some).decoded.flag_tc, true, '512 bytes are too few')
  assert.equal(ask(query('some.example', 'A', edns(1232)), some).data.length, 30, '1232 bytes are enough')
  assert.equal(
    ask(query('some.example', 'A', edns(100)), some).decoded.flag_tc,
    true,
    'less than 512 means 512',
  )
})

test('other classes, transfers, operations are refused by their codes', () => {
  const chaos = query(service, 'TXT', { questions: [{ name: 'version.bind', type: 'TXT', class: 'CH' }] })
  assert.equal(ask(chaos).code, rcode.refused)
  assert.equal(ask(query('cluster.local', 'AXFR')).code, rcode.refused)
  const update = query(service, 'SOA')
  update.writeUInt16BE(5 << 11, 2)
  const { code, bytes } = ask(update)
  assert.equal(code, rcode.notImplemented)
  assert.equal((bytes.readUInt16BE(2) >> 11) & 15, 5)
})

test('malformed messages are answered as such, or not at all', () => {
  assert.equal(answerQuery(Buffer.alloc(0), zone, 'udp'), undefined)
  assert.equal(answerQuery(Buffer.alloc(11), zone, 'udp'), undefined)
  const response = query(service, 'A')
  response.writeUInt16BE(0x8000, 2)
  assert.equal(answerQuery(response, zone, 'udp'), undefined, 'no ping-pong between servers')
  const good = query(service, 'A')
  for (let size = 12; size < good.length; size++) {
    const { code, decoded } = ask(good.subarray(0, size))
    assert.equal(code, rcode.formatError, `cut to ${size} bytes`)
    assert.equal(decoded.id, 4711)
  }
  const none = Buffer.from(good)
  none.writeUInt16BE(0, 4)
  assert.equal(ask(none).code, rcode.formatError, 'no question')
  const two = query(service, 'A', { questions: [1, 2].map(() => ({ name: service, type: 'A' as const })) })
  assert.equal(ask(two).code, rcode.formatError, 'two questions')
  const many = Buffer.from(good)
  many.writeUInt16BE(0xffff, 4)
  assert.equal(ask(many).code, rcode.formatError, '65535 questions claimed')
  const pointer = Buffer.concat([good.subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])])
  assert.equal(ask(pointer).code, rcode.formatError, 'a name that points to itself')
  const header = Buffer.concat([good.subarray(0, 12), Buffer.from([0xc0, 4, 0, 1, 0, 1])])
  assert.equal(ask(header).code, rcode.formatError, 'a name that points into the header')
  const dotted = Buffer.concat([good.subarray(0, 12), Buffer.from('\x03a.b\0\0\x01\0\x01')])
  assert.equal(ask(dotted).code, rcode.formatError, 'a label with a dot in it')
  const bytes = Buffer.concat([good.subarray(0, 12), Buffer.from([2, 0xff, 0xfe, 0, 0, 1, 0, 1])])
  assert.equal(ask(bytes).code, rcode.formatError, 'a label that is no text')
})

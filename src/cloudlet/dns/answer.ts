/** One DNS query's bytes to its answer's bytes: RFC 1035, with EDNS(0) of RFC 6891. */
import dns, { type Answer, type DecodedPacket, type OptAnswer, type Question } from 'dns-packet'
import type { Zone, ZoneRecord } from './zone.js'

/** Largest answer over UDP: without EDNS (RFC 1035, 4.2.1), and with it whatever is asked for (the value of DNS Flag Day 2020). */
const plainUdpSize = 512
const greatestUdpSize = 1232
const headerSize = 12
/** Seconds: the names live as long as the deployment, which can be replaced by another. */
const timeToLive = 5

const code = {
  success: 0,
  malformed: 1,
  noSuchName: 3,
  notImplemented: 4,
  refused: 5,
  badVersion: 16,
} as const
type ResponseCode = (typeof code)[keyof typeof code]

interface Reply {
  readonly code: ResponseCode
  readonly answers?: readonly Answer[]
  readonly authorities?: readonly Answer[]
}

/**
 * Answers with authority over every name that there is: the server forwards to nobody, so what its zone does not have does not
 * exist. (REFUSED for names of other zones would be more usual, but musl's resolver waits for a timeout then.)
 * Undefined: no query at all, and nothing must be answered.
 */
export function answerQuery(message: Buffer, zone: Zone, transport: 'udp' | 'tcp'): Buffer | undefined {
  if (message.length < headerSize || isResponse(message)) return undefined
  const query = decode(message)
  const question = query?.questions?.[0]
  if (!query || !question) return encode(message, { code: code.malformed })
  const options = optionsOf(query)
  const answer = encode(message, replyTo(message, query, question, zone), question, options)
  if (transport === 'tcp' || answer.length <= udpSize(options)) return answer
  return encode(message, { code: code.success }, question, options, dns.TRUNCATED_RESPONSE)
}

/** Undefined where the message is malformed, where it has not exactly one question, or one that would not encode as it came. */
function decode(message: Buffer): DecodedPacket | undefined {
  try {
    const query = dns.decode(message)
    const [question] = query.questions ?? []
    if (!question || query.questions?.length !== 1) return undefined
    if ((query.additionals ?? []).filter((record) => record.type === 'OPT').length > 1) return undefined
    const again = dns.encode({ questions: [question] }).subarray(headerSize)
    return message.subarray(headerSize, headerSize + again.length).equals(again) ? query : undefined
  } catch {
    return undefined
  }
}

function replyTo(message: Buffer, query: DecodedPacket, question: Question, zone: Zone): Reply {
  if (opcode(message) !== 0) return { code: code.notImplemented }
  if ((optionsOf(query)?.ednsVersion ?? 0) !== 0) return { code: code.badVersion }
  if (question.class !== 'IN' && question.class !== 'ANY') return { code: code.refused }
  if (question.type === 'AXFR' || question.type === 'IXFR') return { code: code.refused }
  const records = zone.records(question.name === '.' ? '' : question.name)
  const answers = (records ?? [])
    .filter((record) => record.type === question.type || String(question.type) === 'ANY')
    .map((record) => toAnswer(question.name, record))
  if (answers.length > 0) return { code: code.success, answers }
  return { code: records ? code.success : code.noSuchName, authorities: [startOfAuthority(question.name)] }
}

function toAnswer(name: string, record: ZoneRecord): Answer {
  return { name, type: record.type, ttl: timeToLive, data: record.data }
}

/** Says for how long a name may be remembered as absent (RFC 2308). */
function startOfAuthority(name: string): Answer {
  const isOfCluster = /(^|\.)cluster\.local$/i.test(name)
  return {
    name: isOfCluster ? 'cluster.local' : '.',
    type: 'SOA',
    ttl: timeToLive,
    data: {
      mname: 'ns.dns.cluster.local',
      rname: 'hostmaster.cluster.local',
      serial: 1,
      refresh: 7200,
      retry: 1800,
      expire: 86400,
      minimum: timeToLive,
    },
  }
}

function encode(message: Buffer, reply: Reply, question?: Question, options?: OptAnswer, flags = 0): Buffer {
  const kept = message.readUInt16BE(2) & (0x7800 | dns.RECURSION_DESIRED)
  return dns.encode({
    type: 'response',
    id: message.readUInt16BE(0),
    flags: kept | flags | dns.AUTHORITATIVE_ANSWER | (reply.code & 15),
    questions: question ? [question] : [],
    answers: [...(reply.answers ?? [])],
    authorities: [...(reply.authorities ?? [])],
    additionals: options ? [ownOptions(reply.code)] : [],
  })
}

function ownOptions(responseCode: ResponseCode): OptAnswer {
  return {
    name: '.',
    type: 'OPT',
    udpPayloadSize: greatestUdpSize,
    extendedRcode: responseCode >> 4,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  }
}

function optionsOf(query: DecodedPacket): OptAnswer | undefined {
  return query.additionals?.find((record): record is OptAnswer => record.type === 'OPT')
}

function udpSize(options: OptAnswer | undefined): number {
  if (!options) return plainUdpSize
  return Math.min(Math.max(options.udpPayloadSize, plainUdpSize), greatestUdpSize)
}

function isResponse(message: Buffer): boolean {
  return (message.readUInt16BE(2) & 0x8000) !== 0
}

function opcode(message: Buffer): number {
  return (message.readUInt16BE(2) >> 11) & 15
}

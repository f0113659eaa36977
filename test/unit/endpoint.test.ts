import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Endpoint, formatEndpoint, parseEndpoint } from '#dist/address/endpoint.js'
import { isHostName } from '#dist/address/host-name.js'

const endpoints: Record<string, Endpoint> = {
  '1.2.3.4:51820': { host: '1.2.3.4', port: 51820, kind: 'v4' },
  '1.2.3.4:1': { host: '1.2.3.4', port: 1, kind: 'v4' },
  '1.2.3.4:65535': { host: '1.2.3.4', port: 65535, kind: 'v4' },
  '[::1]:51820': { host: '::1', port: 51820, kind: 'v6' },
  '[2001:DB8:0::1]:51820': { host: '2001:db8::1', port: 51820, kind: 'v6' },
  '[fe80::1%eth0]:51820': { host: 'fe80::1', port: 51820, kind: 'v6', scope: 'eth0' },
  'localhost:51820': { host: 'localhost', port: 51820, kind: 'name' },
  'cloudlet-1.example.:51820': { host: 'cloudlet-1.example.', port: 51820, kind: 'name' },
  '1and1.example:51820': { host: '1and1.example', port: 51820, kind: 'name' },
}
for (const [text, expected] of Object.entries(endpoints)) {
  test(`the endpoint ${text}`, () => {
    assert.deepEqual(parseEndpoint(text), expected)
    assert.deepEqual(parseEndpoint(formatEndpoint(expected)), expected)
  })
}

const badEndpoints = [
  '',
  'nonsense',
  '1.2.3.4',
  '1.2.3.4:',
  '1.2.3.4:0',
  '1.2.3.4:65536',
  '1.2.3.4:051820',
  '1.2.3.4:99999999999',
  '1.2.3.4:51820 ',
  '1.2.3.4:5182O',
  '1.2.3.4:51820:1',
  '1.2.3:51820',
  '1.2.3.256:51820',
  '0x7f.1:51820',
  '::1:51820',
  '::1',
  '[::1]',
  '[::1]51820',
  '[1.2.3.4]:51820',
  '[localhost]:51820',
  '[::1%]:51820',
  '[]:51820',
  ':51820',
  '-a.example:51820',
  'a b:51820',
  'a..b:51820',
  'a/b:51820',
  'http://a:51820',
  'bücher.example:51820',
  'a\n.example:51820',
  undefined,
  51820,
]
for (const text of badEndpoints) {
  test(`no endpoint: ${JSON.stringify(text)}`, () =>
    assert.throws(() => parseEndpoint(text as string), {
      code: 'ERR_INVALID_ARGUMENT',
      operation: 'endpoint.parse',
      remedy: /192\.0\.2\.1:51820/,
    }))
}

const names: Record<string, boolean> = {
  localhost: true,
  'svc.cluster.local': true,
  'svc.cluster.local.': true,
  _sinfonia: true,
  '_sinfonia._tcp.local': true,
  'xn--bcher-kva.example': true,
  '3com.example': true,
  '1.2.3.4.in-addr.arpa': true,
  [`${'a'.repeat(63)}.example`]: true,
  [`${'a'.repeat(64)}.example`]: false,
  [`${'a.'.repeat(126)}a`]: true,
  [`${'a.'.repeat(127)}a`]: false,
  '': false,
  '.': false,
  'a..b': false,
  '.a': false,
  'a b': false,
  'a\nb': false,
  'a\tb': false,
  'a#b': false,
  'a-': false,
  '-a': false,
  'bücher.example': false,
  '1.2.3': false,
  '0x7f': false,
}
for (const [text, expected] of Object.entries(names)) {
  test(`${expected ? 'a' : 'no'} name: ${JSON.stringify(text).slice(0, 40)}`, () => {
    assert.equal(isHostName(text), expected)
  })
}

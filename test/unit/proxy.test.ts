import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Environment, proxyFor } from '#dist/sinfonia/proxy.js'

const proxy = 'http://proxy.example:3128/'
const http = { http_proxy: proxy }
const except = (no_proxy: string): Environment => ({ all_proxy: proxy, no_proxy })

const cases: readonly [url: string, env: Environment, expected: string | undefined][] = [
  ['http://tier1.example', {}, undefined],
  ['http://tier1.example', http, proxy],
  ['https://tier1.example', http, undefined],
  ['https://tier1.example', { https_proxy: proxy }, proxy],
  ['https://tier1.example', { HTTPS_PROXY: proxy }, proxy],
  ['https://tier1.example', { https_proxy: 'http://lower', HTTPS_PROXY: proxy }, 'http://lower/'],
  ['http://tier1.example', { all_proxy: proxy }, proxy],
  ['https://tier1.example', { ALL_PROXY: proxy }, proxy],
  ['http://tier1.example', { http_proxy: '', all_proxy: '' }, undefined],
  ['http://tier1.example', { http_proxy: 'proxy.example:3128' }, proxy],
  ['http://tier1.example', { http_proxy: 'user:pass@proxy.example' }, 'http://user:pass@proxy.example/'],
  ['http://localhost:5000', http, undefined],
  ['http://a.localhost:5000', http, undefined],
  ['http://127.0.0.1:5000', http, undefined],
  ['http://127.9.9.9', http, undefined],
  ['http://[::1]:5000', http, undefined],
  ['http://128.0.0.1', http, proxy],
  ['http://tier1.example', except('*'), undefined],
  ['http://tier1.example', except('tier1.example'), undefined],
  ['http://tier1.example', except('TIER1.example'), undefined],
  ['http://tier1.example.', except('tier1.example'), undefined],
  ['http://tier1.example', except('.example'), undefined],
  ['http://tier1.example', except('*.example'), undefined],
  ['http://tier1.example', except('other, example'), undefined],
  ['http://tier1.example', except('ier1.example'), proxy],
  ['http://tier1.example', except('tier1.example:80'), undefined],
  ['http://tier1.example:5000', except('tier1.example:80'), proxy],
  ['https://tier1.example', except('tier1.example:443'), undefined],
  ['http://192.0.2.7', except('192.0.2.7'), undefined],
  ['http://192.0.2.7', except('192.0.2.0/24'), undefined],
  ['http://192.0.3.7', except('192.0.2.0/24'), proxy],
  ['http://[2001:db8::7]:5000', except('2001:db8::/32'), undefined],
  ['http://[2001:db8::7]:5000', except('[2001:db8::7]:5000'), undefined],
  ['http://tier1.example', { ...http, NO_PROXY: 'example' }, undefined],
]
for (const [url, env, expected] of cases) {
  test(`${url} with ${JSON.stringify(env)}`, () => {
    assert.equal(proxyFor(new URL(url), env)?.href, expected)
  })
}

for (const text of ['socks5://proxy.example', 'http://', 'http://a b', '://x']) {
  test(`no proxy: ${text}`, () => {
    assert.throws(() => proxyFor(new URL('http://tier1.example'), { http_proxy: text }), {
      code: 'ERR_TIER1_UNREACHABLE',
      remedy: /http_proxy/,
    })
  })
}

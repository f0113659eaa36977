/** Every recorded case, one line each: the recorded bytes are served, and the client must tell what is wrong and where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Case,
  deploys,
  describes,
  findsNoName,
  findsNothing,
  hasNoTraffic,
  lists,
  lost,
  refused,
  refusesApplication,
  refusesRecipe,
  refusesUrl,
  wrong,
} from './wire-expectations.js'
import { readSample, sampleFiles } from './wire-sample.js'

const basic = ['basic-method', '10.5.93.35/32', '127.0.0.1:51135'] as const
const fake = (endpoint = '127.0.0.1:55383') => ['fake-tier', '10.5.200.1/32', endpoint] as const
const nameless = [undefined, '10.5.200.1/32', '127.0.0.1:55383'] as const
const malformed = /400 BAD REQUEST: Incorrectly formatted request/
const likelyCauses = /answered 500 .*Likely causes: it does not know this application; no cloudlet/i
const atFault = (what: string) =>
  new RegExp(`Response body does not conform.*${what}.*cloudlet that it asked`)

const cases: Record<string, Case> = {
  '01-ok-first.txt': deploys(...basic),
  '02-ok-again.txt': deploys(...basic),
  '03-unknown-uuid.txt': refused(likelyCauses),
  '04-not-a-uuid.txt': refusesApplication('nosuchalias'),
  '05-not-a-uuid-on-the-wire.txt': refused(malformed),
  '06-bad-key.txt': refused(malformed),
  '07-bad-key-not-base64.txt': refused(malformed),
  '08-standard-base64-key.txt': deploys('interior-champagne', '10.5.181.229/32', '127.0.0.1:51135'),
  '09-headers-and-results.txt': deploys('hot-wake', '10.5.72.62/32', '127.0.0.1:51135'),
  '10-results-0.txt': refused(/400 BAD REQUEST: 0 is less than the minimum of 1 Failed valid/),
  '11-get-deploy.txt': refused(/500 INTERNAL SERVER ERROR: Not implemented/),
  '12-get-cloudlets.txt': lists('http://127.0.0.1:58685/api/v1/deploy'),
  '13-get-recipe.txt': describes('https://cmusatyalab.github.io/sinfonia/helloworld', '0.1.0'),
  '13b-get-restricted-recipe.txt': refusesRecipe(
    /403 FORBIDDEN: Not Found: Deployment recipe not accessible/,
  ),
  '13c-deploy-restricted-recipe.txt': deploys('bronze-canoe', '10.5.50.198/32', '127.0.0.1:51135'),
  '13d-deploy-broken-recipe.txt': refused(/400 BAD REQUEST.*recipe of this application is broken/),
  '13e-wrong-path.txt': refused(/404 NOT FOUND: The requested URL.*no Tier1 is at this path/),
  '14-post-cloudlet.txt': wrong(/204 NO CONTENT without any content/),
  '15-trailing-slash.txt': deploys(...basic),
  '16-direct-to-tier2.txt': deploys(...basic),
  '17-unknown-uuid-tier2.txt': refused(likelyCauses),
  '18-bad-key-tier2.txt': refused(/400 BAD REQUEST: Failed to validate Application UUID\/Key/),
  '20-tier2-down.txt': refused(likelyCauses),
  '21-tier1-down.txt': findsNothing(),
  '22-tier1-name-unknown.txt': findsNoName('http://tier1.invalid/'),
  '23-tier1-url-without-scheme.txt': refusesUrl('127.0.0.1:42543'),
  '24-no-cloudlet-none.txt': refused(likelyCauses),
  '25-no-cloudlet-rejecting.txt': refused(likelyCauses),
  '30-tier2-reports.txt': wrong(/204 NO CONTENT without any content/),
  '40-fake-ok-direct.txt': deploys(...fake()),
  '40-fake-ok-via-tier1.txt': deploys(...fake()),
  '41-fake-two-direct.txt': deploys(...fake(), 2),
  '41-fake-two-via-tier1.txt': deploys(...fake()),
  '42-fake-404-direct.txt': refused(/404 Not Found: Failed to find recipe for 00000000-/),
  '42-fake-404-via-tier1.txt': refused(likelyCauses),
  '43-fake-500-direct.txt': refused(likelyCauses),
  '43-fake-500-via-tier1.txt': refused(likelyCauses),
  '44-fake-html-direct.txt': wrong(/text\/html in place of application\/json: "<html>captive/),
  '44-fake-html-via-tier1.txt': refused(likelyCauses),
  '45-fake-truncated-json-direct.txt': wrong(/broken JSON, 16 bytes: "\[{\\"UUID\\": \\"00000"/),
  '45-fake-truncated-json-via-tier1.txt': refused(likelyCauses),
  '46-fake-empty-list-direct.txt': wrong(/it is an empty list: no cloudlet has deployed/),
  '46-fake-empty-list-via-tier1.txt': refused(likelyCauses),
  '47-fake-close-direct.txt': lost(/closed the connection without an answer/),
  '47-fake-close-via-tier1.txt': refused(likelyCauses),
  '48-fake-not-a-list-direct.txt': wrong(/it is an object, not a list/),
  '48-fake-not-a-list-via-tier1.txt': refused(atFault("not of type 'object'")),
  '49-fake-without-Status-direct.txt': wrong(/it has no Status/),
  '49-fake-without-Status-via-tier1.txt': refused(atFault("'Status' is a required")),
  '50-fake-without-UUID-direct.txt': wrong(/it has no UUID/),
  '50-fake-without-UUID-via-tier1.txt': refused(atFault("'UUID' is a required")),
  '51-fake-without-TunnelConfig-direct.txt': wrong(/it has no TunnelConfig/),
  '51-fake-without-TunnelConfig-via-tier1.txt': refused(atFault("'TunnelConfig' is a")),
  '52-fake-without-dns-direct.txt': wrong(/TunnelConfig has no dns/),
  '52-fake-without-dns-via-tier1.txt': refused(atFault("'dns' is a required")),
  '53-fake-without-publicKey-direct.txt': wrong(/TunnelConfig has no publicKey/),
  '53-fake-without-publicKey-via-tier1.txt': refused(atFault("'publicKey' is a required")),
  '54-fake-without-DeploymentName-direct.txt': deploys(...nameless),
  '54-fake-without-DeploymentName-via-tier1.txt': deploys(...nameless),
  '55-fake-set-publicKey-AAAA-direct.txt': wrong(/TunnelConfig.publicKey is "AAAA", not a Wire/),
  '55-fake-set-publicKey-AAAA-via-tier1.txt': wrong(/TunnelConfig.publicKey is "AAAA", not a/),
  '56-fake-set-endpoint-cloudlet-invalid-51820-direct.txt': deploys(...fake('cloudlet.invalid:51820')),
  '56-fake-set-endpoint-cloudlet-invalid-51820-via-tier1.txt': deploys(...fake('cloudlet.invalid:51820')),
  '57-fake-set-endpoint-localhost-51820-direct.txt': deploys(...fake('localhost:51820')),
  '57-fake-set-endpoint-localhost-51820-via-tier1.txt': deploys(...fake('localhost:51820')),
  '58-fake-set-endpoint-nonsense-direct.txt': wrong(/TunnelConfig.endpoint is "nonsense", not an e/),
  '58-fake-set-endpoint-nonsense-via-tier1.txt': wrong(/TunnelConfig.endpoint is "nonsense"/),
  '59-fake-set-endpoint-1-51820-direct.txt': deploys(...fake('[::1]:51820')),
  '59-fake-set-endpoint-1-51820-via-tier1.txt': deploys(...fake('[::1]:51820')),
  '60-fake-set-allowedIPs-nonsense-direct.txt': wrong(/TunnelConfig.allowedIPs is "nonsense"/),
  '60-fake-set-allowedIPs-nonsense-via-tier1.txt': wrong(/TunnelConfig.allowedIPs is "nonsense"/),
  '61-fake-set-address-direct.txt': wrong(/TunnelConfig.address is an empty list/),
  '61-fake-set-address-via-tier1.txt': wrong(/TunnelConfig.address is an empty list/),
  '62-fake-set-address-nonsense-direct.txt': wrong(/TunnelConfig.address is "nonsense", not an IP/),
  '62-fake-set-address-nonsense-via-tier1.txt': wrong(/TunnelConfig.address is "nonsense"/),
  '63-fake-set-dns-direct.txt': deploys(...fake()),
  '63-fake-set-dns-via-tier1.txt': deploys(...fake()),
  '64-fake-set-Status-Expired-direct.txt': wrong(/Status is "Expired", not "Deployed"/),
  '64-fake-set-Status-Expired-via-tier1.txt': wrong(/Status is "Expired", not "Deployed"/),
  '65-fake-set-UUID-nonsense-direct.txt': wrong(/UUID is "nonsense", not the application that was/),
  '65-fake-set-UUID-nonsense-via-tier1.txt': wrong(/UUID is "nonsense", not the application/),
  '90-start-race.txt': deploys(...nameless),
  'cli-config-debug.txt': deploys(...basic),
  'cli-debug.txt': deploys(...basic),
  'cli-help.txt': hasNoTraffic,
  'cli-zeroconf.txt': hasNoTraffic,
}

test('each recorded case has an expectation, and each expectation a case', () => {
  assert.deepEqual(sampleFiles.sort(), Object.keys(cases).sort())
})

for (const [file, check] of Object.entries(cases)) {
  test(file, (t) => check(t, readSample(file)))
}

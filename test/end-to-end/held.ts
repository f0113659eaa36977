// Preloaded into what the demo starts: its frontend waits before its first line, for as long as the test holds this connection.
import { once } from 'node:events'
import { connect } from 'node:net'

const place = process.env['SINFONIA_TEST_HELD']
if (place !== undefined && process.argv[1]?.endsWith('/demo-frontend.js')) {
  const held = connect(place)
  held.resume()
  await once(held, 'close')
}

/** Another process that takes a key: `node key-cache-process.js <directory> <uuid>`. Takes it at a line of stdin, holds it to the end of stdin. */
import { createInterface } from 'node:readline'
import { addon } from '#dist/addon/load.js'
import { acquireKey } from '#dist/sinfonia/key-cache.js'

const [directory, uuid = ''] = process.argv.slice(2)
const { lockFile } = addon()
console.log('ready')
for await (const _line of createInterface({ input: process.stdin })) {
  const { key, cached } = await acquireKey({ directory, uuid, lockFile })
  console.log(JSON.stringify({ publicKey: key.publicKey(), cached }))
}

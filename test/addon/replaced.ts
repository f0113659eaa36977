/**
 * Run by replace-process.test.ts: HOW. Becomes a shell that tells what it finds, while requests, receives and workers
 * are under way.
 */
import { openSync, writeSync } from 'node:fs'
import { isMainThread, Worker } from 'node:worker_threads'
import { addon } from '#dist/addon/load.js'

const [how] = process.argv.slice(2)
const tell = [
  'echo pid $$',
  'echo arguments "$0" "$@"',
  'echo variable "$VARIABLE"',
  // 3 is the pipe that the shell itself reads them from.
  'echo descriptors $(ls /proc/$$/fd | grep -vx 3)',
  'echo threads $(ls /proc/$$/task | wc -l)',
  `orphan=$(sh -c 'sleep 1000 >/dev/null & echo $!')`,
  'grep PPid /proc/$orphan/status; kill -9 $orphan',
  'exit 42',
].join('\n')

if (isMainThread && how === 'from a worker') {
  new Worker(new URL(import.meta.url), { argv: [how] })
} else {
  const [end] = addon().socketPair()
  void addon().receiveMessage(end, 10, 0)
  const conversation = await addon().openRouteConversation({})
  for (let i = 0; i < 100; i++) void conversation.listLinks(false)
  const kept = openSync('/dev/null', 'r')
  writeSync(2, `pid ${process.pid}\nkept ${kept}\n`)
  if (how === 'to tell its signals') {
    addon().replaceProcess('/bin/cat', ['cat', '/proc/self/status'], [], [])
  }
  try {
    addon().replaceProcess('/does/not/exist', ['x'], [], [kept])
  } catch (error) {
    writeSync(2, `${(error as NodeJS.ErrnoException).code}\n`)
  }
  addon().replaceProcess(
    '/bin/sh',
    ['sh', '-c', tell, 'ö', 'two words', ''],
    ['VARIABLE=wert', 'PATH=/bin:/usr/bin'],
    [kept],
  )
}

// Links between the pages for readers lead to files and headings that exist.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { anchors, localLinks } from '../markdown.js'
import { pages } from './pages.js'

test('every link between the pages leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    localLinks(readFileSync(page, 'utf8'))
      .filter((target) => !leadsSomewhere(page, target))
      .map((target) => `${page}: ${target}`),
  )
  assert.deepEqual(broken, [])
})

test('every page of docs/ can be reached from README.md', () => {
  const reached = new Set(['README.md'])
  for (const page of reached) {
    for (const target of localLinks(readFileSync(page, 'utf8'))) {
      const [file = ''] = target.split('#')
      if (file.endsWith('.md')) reached.add(join(dirname(page), file))
    }
  }
  const unreached = pages.filter((page) => page.startsWith('docs/') && !reached.has(page))
  assert.deepEqual(unreached, [])
})

function leadsSomewhere(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page : join(dirname(page), file)
  if (!existsSync(path)) return false
  return anchor === undefined || anchors(readFileSync(path, 'utf8')).includes(anchor)
}

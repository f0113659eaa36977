/** Holds src/ to the rooms of docs/architecture.md: who may import whom, and what only commands may do. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'

const top = process.cwd()
const source = join(top, 'src')
const rooms = documentedRooms(readFileSync(join(top, 'docs/architecture.md'), 'utf8'))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)

test('each directory of src is a room of docs/architecture.md, and the other way round', () => {
  const directories = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  assert.deepEqual(directories.map(({ name }) => name).sort(), [...rooms.keys()].sort())
})

test('each file keeps to its room', () => {
  assert.deepEqual(
    files.flatMap((file) => violations(file).map((violation) => `src/${file}: ${violation}`)),
    [],
  )
})

test('a violation is found', () => {
  const text = `
    import { Link } from '../network/link.js'
    export type { Way } from '../tunnel/ways/way.js'
    const later = await import('../commands/demo.js')
    type Later = import('../cloudlet/lease.js').Lease
    import { exit } from 'node:process'
    process.exit(1)
    process.on('SIGINT', later)
  `
  assert.equal(violations('keys/key.ts', text).length, 7)
})

/** The rows of its table of TypeScript's rooms: the room, and what it may use, by name or as all that stand above it. */
function documentedRooms(architecture: string): Map<string, readonly string[]> {
  const [, section = ''] = architecture.split('## Rooms of TypeScript')
  const documented = new Map<string, readonly string[]>()
  for (const [, room = '', uses = ''] of section.matchAll(/^\| `src\/(\w+)` *\|[^|]*\|([^|]*)\|$/gm)) {
    const above = [...documented.keys()]
    const words = new Set(uses.match(/\w+/g))
    documented.set(room, words.has('above') ? above : above.filter((other) => words.has(other)))
  }
  return documented
}

function violations(file: string, text = readFileSync(join(source, file), 'utf8')): string[] {
  const [room = ''] = file.split(sep)
  if (room === 'index.ts') return []
  const allowed = new Set([room, ...(rooms.get(room) ?? [])])
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const specifier = importOf(node)
    if (specifier?.startsWith('.')) {
      const target = relative(source, join(source, dirname(file), specifier)).split(sep)[0] ?? ''
      if (!allowed.has(target)) found.push(`imports ${specifier}`)
    }
    if (room !== 'commands' && commandsAlone(node, specifier)) found.push(node.getText())
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}

/** The specifier of an import or export, static or dynamic, of values or types. */
function importOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal)
  if (!ts.isCallExpression(node)) return undefined
  return node.expression.kind === ts.SyntaxKind.ImportKeyword ? textOf(node.arguments[0]) : undefined
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined
}

/** Ending the process and handling its signals. The linter sees to process.env and console. */
function commandsAlone(node: ts.Node, specifier: string | undefined): boolean {
  if (specifier === 'node:process' || specifier === 'process') return true
  if (!ts.isPropertyAccessExpression(node) || node.expression.getText() !== 'process') return false
  return ['exit', 'exitCode', 'abort', 'on', 'once', 'addListener', 'prependListener'].includes(
    node.name.text,
  )
}

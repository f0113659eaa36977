// The parts of a Markdown document that a reader may copy and run.

export interface Block {
  /** The first word behind the fence: `console`. */
  readonly kind: string
  /** Those behind it. */
  readonly words: readonly string[]
  readonly text: string
  /** Of the fence, from 1. */
  readonly line: number
}

/** A line that a reader types, and what the document says that comes back. */
export interface Dialogue {
  readonly command: string
  readonly output: string
}

const fenced = /^```(.*)\n([\s\S]*?)^```$/gm

export function blocks(markdown: string): Block[] {
  return [...markdown.matchAll(fenced)].map(({ 1: info = '', 2: text = '', index }) => {
    const [kind = '', ...words] = info.trim().split(/ +/)
    return { kind, words, text, line: lineAt(markdown, index) }
  })
}

/** The dialogues of a `console` block. Throws where text stands before the first command. */
export function dialogues(text: string): Dialogue[] {
  const [before, ...found] = text.split(/^\$ /m)
  if (before !== '') throw new Error(`no "$ " before ${JSON.stringify(before)}`)
  return found.map((part) => {
    const end = part.indexOf('\n')
    return { command: part.slice(0, end), output: part.slice(end + 1) }
  })
}

/** The texts between backquotes in the prose that begin with one of these programs and have arguments. */
export function inlineCommands(markdown: string, programs: readonly string[]): string[] {
  const spans = [...prose(markdown).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)
  return spans.filter((text) => programs.some((program) => text.startsWith(`${program} `)))
}

/** Where links lead that stay in the repository: `docs/errors.md#codes`. */
export function localLinks(markdown: string): string[] {
  const targets = [...prose(markdown).matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^https?:/.test(target))
}

/** The anchors of the headings, as GitHub makes them. */
export function anchors(markdown: string): string[] {
  const headings = [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title)
  return headings.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** From 1. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

function prose(markdown: string): string {
  return markdown.replace(fenced, '')
}

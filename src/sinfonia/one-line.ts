/** What a server said, made fit for one line of a terminal: no control characters, no runs of blanks, cut at `most` characters. */
export function oneLine(text: string, most = 200): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

import { OperationError } from '../errors/operation-error.js'
import { Excerpt } from './excerpt.js'

/** A line of a configuration file, cut at its comment, in its own spelling. */
export class ConfigurationLine {
  /** What stands before `#`. */
  readonly content: Excerpt
  /** What stands behind `#`, without white space at its ends; undefined where there is none. */
  readonly comment: string | undefined

  constructor(text: string, number: number, file: string | undefined) {
    const line = Excerpt.ofLine(text, number, file)
    const hash = text.indexOf('#')
    this.content = hash < 0 ? line : line.slice(0, hash)
    this.comment = hash < 0 ? undefined : line.slice(hash + 1).trim().text
  }

  /** Nothing else is on it. */
  get isComment(): boolean {
    return this.comment !== undefined && this.content.trim().text === ''
  }
}

/** Lines end with a newline; a carriage return before it is white space. Throws ERR_INVALID_ARGUMENT for what is no text. */
export function linesOf(text: string, file?: string): ConfigurationLine[] {
  if (typeof text !== 'string') {
    throw new OperationError('A configuration must be a text', {
      code: 'ERR_INVALID_ARGUMENT',
      operation: 'configuration.parse',
      subject: file,
    })
  }
  return text.split('\n').map((line, index) => new ConfigurationLine(line, index + 1, file))
}

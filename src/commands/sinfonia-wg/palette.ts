import { isatty } from 'node:tty'

/** Select Graphic Rendition of ECMA-48. */
const codes = { bold: 1, red: 31, green: 32, yellow: 33, cyan: 36 } as const
const reset = '\x1b[0m'
const stdout = 1

export type Colour = keyof typeof codes

/** Colours of what is printed: all of them, or none. */
export class Palette {
  readonly #isOn: boolean

  constructor(isOn: boolean) {
    this.#isOn = isOn
  }

  /** As WG_COLOR_MODE says: `always`, `never`, or by default on a terminal alone. */
  static ofEnvironment(): Palette {
    const { WG_COLOR_MODE: mode } = process.env
    return new Palette(mode === 'always' || (mode !== 'never' && isatty(stdout)))
  }

  get start(): string {
    return this.#isOn ? reset : ''
  }

  paint(text: string, ...colours: readonly Colour[]): string {
    if (!this.#isOn) return text
    return `${colours.map((colour) => `\x1b[${codes[colour]}m`).join('')}${text}${reset}`
  }
}

/** Random choices that can be repeated: the same seed, the same choices. */
export class RandomNumbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to `below` - 1. A mulberry32 generator. */
  number(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }

  pick<T>(all: readonly T[]): T {
    return all[this.number(all.length)] as T
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.number(times) === 0
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.number(most + 1) }, make)
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.number(256))
  }
}

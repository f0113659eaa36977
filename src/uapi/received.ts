/** What has come over a socket and is not a whole answer yet. Leaves no copy behind: there are keys in it. */
export class Received {
  #bytes = Buffer.alloc(4096)
  #length = 0

  get length(): number {
    return this.#length
  }

  append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(2 ** Math.ceil(Math.log2(needed)))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes.fill(0)
      this.#bytes = larger
    }
    this.#bytes.set(chunk, this.#length)
    this.#length = needed
  }

  /** The next answer, without the empty line that ends it. `from`: where to begin looking for that. Wipe it. */
  take(from: number): Uint8Array | undefined {
    const end = this.#bytes.subarray(0, this.#length).indexOf('\n\n', Math.max(0, from - 1))
    if (end < 0) return undefined
    const answer = new Uint8Array(this.#bytes.subarray(0, end + 1))
    this.#bytes.copyWithin(0, end + 2, this.#length)
    const rest = this.#length - end - 2
    this.#bytes.fill(0, rest, this.#length)
    this.#length = rest
    return answer
  }

  wipe(): void {
    this.#bytes.fill(0)
    this.#length = 0
  }
}

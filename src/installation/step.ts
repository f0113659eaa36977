/** One thing that setup does, told before it is done. */
export interface Step {
  /** An imperative without its full stop: `create the directory /x`. */
  readonly sentence: string
  /** @throws the error of the system call that failed */
  apply(): void
}

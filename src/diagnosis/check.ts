/** What doctor says of one thing. `failure`: no launch works like this; `warning`: one does, by another way. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failure'
  /** Without its full stop. */
  readonly sentence: string
  /** A full sentence: what to do about it. */
  readonly remedy?: string | undefined
}

/** What an error on purpose says, as a check. */
export function checkOf(
  name: string,
  state: 'warning' | 'failure',
  error: { readonly message: string; readonly remedy?: string | undefined },
): Check {
  return { name, state, sentence: error.message, remedy: error.remedy }
}

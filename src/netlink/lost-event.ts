/** Events came faster than they were asked for, and the kernel dropped some: what is known may be wrong, ask for it again. */
export interface LostEvent {
  /** Tells the kinds of events apart. */
  readonly type: 'lost'
}

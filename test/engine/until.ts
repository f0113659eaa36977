import { setTimeout } from 'node:timers/promises'

/** Looks again and again; the runner's time-out is the only limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(10)
}

import { steps } from './steps.js'

/** Goes to a step of either table. What the second one needs is loaded for its own steps only. */
export async function reach(name: string): Promise<void> {
  if (await reachIn(steps, name)) return
  const { householdSteps } = await import('./household-steps.js')
  if (!(await reachIn(householdSteps, name))) throw new Error(`no such step: ${name}`)
}

async function reachIn(table: Record<string, () => Promise<void>>, name: string): Promise<boolean> {
  const step = table[name]
  await step?.()
  return step !== undefined
}

import { householdSteps } from './household-steps.js'
import { steps } from './steps.js'

/** Goes to a step of either table. */
export async function reach(name: string): Promise<void> {
  const step: (() => Promise<void>) | undefined = { ...steps, ...householdSteps }[name]
  if (step === undefined) throw new Error(`no such step: ${name}`)
  await step()
}

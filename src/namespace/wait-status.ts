import { constants } from 'node:os'

/** How a program ended: one of the two is defined. */
export interface ExitStatus {
  /** 0 to 255. */
  readonly exitCode: number | undefined
  /** `SIGTERM`, …; `SIGRTMIN+3` for a real-time signal. */
  readonly exitSignal: string | undefined
}

/** A status of wait(2) in words: the low seven bits are the signal, 0 for none. */
export function exitStatus(waitStatus: number): ExitStatus {
  const signal = waitStatus & 0x7f
  if (signal === 0) return { exitCode: (waitStatus >> 8) & 0xff, exitSignal: undefined }
  return { exitCode: undefined, exitSignal: signalName(signal) }
}

/** SIGRTMIN as the C library has it: 32 and 33 are its own. */
const firstRealTimeSignal = 34

function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  if (found) return found[0]
  return number >= firstRealTimeSignal ? `SIGRTMIN+${number - firstRealTimeSignal}` : `SIG${number}`
}

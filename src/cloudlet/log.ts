/** Where a cloudlet says what it does. `info`: a deployment came, went or failed. `debug`: requests, the engines, the backends' output. */
export type Log = (level: 'info' | 'debug', message: string) => void

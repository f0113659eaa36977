// Networks, as they cross the line to the addon.

export interface NativePrefix {
  readonly address: string
  readonly prefixLength: number
}

// Any family of generic netlink, as it crosses the line to the addon: what is inside of its messages stays bytes.

export interface NativeFamily {
  /** The type of its messages. */
  readonly id: number
  readonly name: string
  readonly version: number
  readonly headerSize: number
  readonly groups: readonly { readonly id: number; readonly name: string }[]
  /** GENL_ADMIN_PERM, GENL_CMD_CAP_… */
  readonly operations: readonly { readonly command: number; readonly flags: number }[]
}

export interface NativeGenericCommand {
  readonly family: number
  readonly command: number
  readonly version: number
  /** Each at most 1 MiB. Of the size that the family demands. */
  readonly header?: Uint8Array | undefined
  readonly attributes: Uint8Array
}

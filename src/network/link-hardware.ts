import type { NativeLink, NativeSegmentation } from '../addon/native-link.js'

/**
 * How much may be given to a link, and come from it, in one piece, to be cut into packets or joined of them there: what
 * `ip -details link show` has as gso_max_size …. Each undefined where this kernel does not tell it.
 */
export interface LinkSegmentation {
  /** Bytes. */
  readonly gsoMaxSize: number | undefined
  readonly gsoMaxSegments: number | undefined
  /** Bytes, of IPv4: Linux 6.3. */
  readonly gsoIpv4MaxSize: number | undefined
  /** Bytes that the driver can take: Linux 5.19. */
  readonly tsoMaxSize: number | undefined
  readonly tsoMaxSegments: number | undefined
  /** Bytes: Linux 5.18. */
  readonly groMaxSize: number | undefined
  /** Bytes, of IPv4: Linux 6.3. */
  readonly groIpv4MaxSize: number | undefined
}

/** What a link of hardware is a part of. */
export interface LinkHardware {
  /** `virtio`, `pci` …; undefined: it is of no bus, or Linux before 5.14. */
  readonly parentBus: string | undefined
  /** Its name on that bus: `0000:00:03.0`. */
  readonly parentDevice: string | undefined
  /** `p0`, as switches and cards with several ports number them. */
  readonly physicalPortName: string | undefined
  /** In hexadecimal digits: the same for all links of one port. */
  readonly physicalPortId: string | undefined
  /** In hexadecimal digits: the same for all ports of one switch. */
  readonly physicalSwitchId: string | undefined
}

export function segmentationOf(segmentation: NativeSegmentation): LinkSegmentation {
  return Object.freeze({ ...segmentation })
}

export function hardwareOf(link: NativeLink): LinkHardware {
  const { parentBus, parentDevice, physicalPortName, physicalPortId, physicalSwitchId } = link
  return {
    ...{ parentBus, parentDevice, physicalPortName },
    physicalPortId: hexadecimal(physicalPortId),
    physicalSwitchId: hexadecimal(physicalSwitchId),
  }
}

function hexadecimal(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex')
}

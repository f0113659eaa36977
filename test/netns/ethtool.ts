// Some of <linux/ethtool_netlink.h>.
import { AttributeSet } from '#dist/generic/attribute-set.js'
import { attributeTypes } from '#dist/generic/attribute-type.js'

const { u8, u32, text, flag, list } = attributeTypes

export const Message = { linkStateGet: 6, featuresGet: 11, featuresSet: 12, featuresNotified: 13 } as const

const header = new AttributeSet({ deviceIndex: [1, u32], deviceName: [2, text], flags: [3, u32] })
export const linkState = new AttributeSet({ header: [1, header.nested()], link: [2, u8] })

const bit = new AttributeSet({ index: [1, u32], name: [2, text], value: [3, flag] })
const bits = new AttributeSet({ bit: [1, list(bit.nested())] })
const bitset = new AttributeSet({ noMask: [1, flag], size: [2, u32], bits: [3, bits.nested()] })
export const features = new AttributeSet({
  header: [1, header.nested()],
  wanted: [3, bitset.nested()],
  active: [4, bitset.nested()],
})

/** Which counter stands where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statisticsOf } from '#dist/network/link-statistics.js'

/** The fields of struct rtnl_link_stats64 in <linux/if_link.h>, in its order. */
const fields =
  `rx_packets tx_packets rx_bytes tx_bytes rx_errors tx_errors rx_dropped tx_dropped multicast collisions
  rx_length_errors rx_over_errors rx_crc_errors rx_frame_errors rx_fifo_errors rx_missed_errors
  tx_aborted_errors tx_carrier_errors`.split(/\s+/)

test('each counter is read from its place', () => {
  const place = (field: string) => BigInt(fields.indexOf(field))
  assert.deepEqual(statisticsOf(BigUint64Array.from(fields, place)), {
    received: {
      bytes: place('rx_bytes'),
      packets: place('rx_packets'),
      errors: place('rx_errors'),
      dropped: place('rx_dropped'),
      overErrors: place('rx_over_errors'),
      missed: place('rx_missed_errors'),
      multicast: place('multicast'),
    },
    sent: {
      bytes: place('tx_bytes'),
      packets: place('tx_packets'),
      errors: place('tx_errors'),
      dropped: place('tx_dropped'),
      carrierErrors: place('tx_carrier_errors'),
      collisions: place('collisions'),
    },
  })
})

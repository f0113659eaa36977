/** Handshakes and bytes, as the real wg(8) shows them and as sinfonia-wg does. */
import { compareSuite } from './wg-differential/compare.js'

compareSuite('counted')

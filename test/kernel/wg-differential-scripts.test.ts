/** Scripts that call `wg`, with the real wg(8) and with bin/wg.js in its place. */
import { compareSuite } from './wg-differential/compare.js'

compareSuite('scripts')

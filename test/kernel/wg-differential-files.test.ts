/** The same inputs through the real wg(8) and through sinfonia-wg: the same output, exit status and state of the kernel. */
import { compareSuite } from './wg-differential/compare.js'

compareSuite('files')

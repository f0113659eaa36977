/** Inputs made up at random through the real wg(8) and through sinfonia-wg. SINFONIA_TEST_SEED makes up others. */
import { compareSuite } from './wg-differential/compare.js'

compareSuite('generated')

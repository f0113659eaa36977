/** The subcommands that speak to the kernel: a file of its own when it is bundled, that the others need not load. */
export { set } from './set.js'
export { addconf, setconf, syncconf } from './setconf.js'
export { show } from './show.js'
export { showconf } from './showconf.js'

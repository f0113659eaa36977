// The programs and tables of the pages for readers that say `run` are run; those that need the kernel's WireGuard in test/kernel.
import { testPrograms } from './running.js'

testPrograms((words) => !words.includes('kernel-wireguard'))

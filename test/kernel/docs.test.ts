// The programs and tables of the pages for readers that need the kernel's WireGuard.
import { testPrograms } from '../docs/running.js'

testPrograms((words) => words.includes('kernel-wireguard'))

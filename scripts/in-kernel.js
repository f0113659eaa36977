// Runs a command as root in a test kernel: node scripts/in-kernel.js [OPTION…] COMMAND [ARGUMENT…]
//   --kernel 6.12              its name or path; without it the newest User-Mode Linux that is found
//   --arguments 'apparmor=1 security=apparmor'
//   --environment NAME[=VALUE] may be repeated
//   --memory MIB, --limit SECONDS
import { boot } from './kernels/boot.js'
import { findKernel } from './kernels/find.js'

const rest = process.argv.slice(2)
let name
const environment = {}
const options = { environment }

while (rest[0]?.startsWith('--')) {
  const [option, value] = rest.splice(0, 2)
  if (value === undefined) throw new Error(`${option} needs a value`)
  if (option === '--kernel') name = value
  else if (option === '--arguments') options.kernelArguments = value.split(/\s+/)
  else if (option === '--environment') add(value)
  else if (option === '--memory') options.memory = Number(value)
  else if (option === '--limit') options.limit = Number(value)
  else throw new Error(`there is no option ${option}`)
}
if (rest.length === 0) throw new Error('no command')
process.exitCode = await boot(findKernel(name), rest, options)

function add(text) {
  const [variable] = text.split('=', 1)
  environment[variable] = text.includes('=') ? text.slice(variable.length + 1) : (process.env[variable] ?? '')
}

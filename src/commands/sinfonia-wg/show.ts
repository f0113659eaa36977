import type { Network } from '../../network/network.js'
import type { WireGuardDevice } from '../../wireguard/device.js'
import { Failure, failure } from './failure.js'
import { interfaceNames, readInterface, withNetwork } from './network.js'
import { print, printError } from './output.js'
import { fieldText } from './show-field.js'
import { jsonText } from './show-json.js'
import { prettyText } from './show-pretty.js'
import { usage, wrongUsage } from './usage.js'
import { helpWords, showFields } from './words.js'

/** What is printed of interfaces that have been read. `several`: they stand in a list of all. */
type Printer = (device: WireGuardDevice, several: boolean) => string

/** `sinfonia-wg show` */
export async function show(args: readonly string[], called: string): Promise<number> {
  const isJson = args.includes('--json')
  const [what = 'all', parameter, ...more] = args.filter((word) => word !== '--json')
  const isWrong = more.length > 0 || (parameter !== undefined && (isJson || what === 'interfaces'))
  if (isWrong) throw wrongUsage(called, 'show')
  if (parameter === undefined && helpWords.includes(what)) {
    printError(usage(called, 'show'))
    return 0
  }
  if (what === 'interfaces') return await listNames(isJson)
  if (isJson) return await showJson(what)
  return await withNetwork(access, async (network) => {
    if (what === 'all') return await showAll(network, parameter, called)
    const device = await read(network, what)
    print(printerOf(parameter, called)(device, false))
    return 0
  })
}

const access = 'Unable to access interface'

async function listNames(isJson: boolean): Promise<number> {
  const names = await withNetwork('Unable to list interfaces', interfaceNames)
  if (isJson) print(`${JSON.stringify(names, undefined, 2)}\n`)
  else if (names.length > 0) print(`${names.join(' ')}\n`)
  return 0
}

/** One that cannot be read is passed over; the status tells whether any could. */
async function showAll(network: Network, parameter: string | undefined, called: string): Promise<number> {
  const names = await interfaceNames(network)
  let status = names.length > 0 ? 1 : 0
  for (const [index, name] of names.entries()) {
    const device = await readOrTell(network, name)
    if (!device) continue
    const isLast = index === names.length - 1
    print(printerOf(parameter, called)(device, true) + (parameter === undefined && !isLast ? '\n' : ''))
    status = 0
  }
  return status
}

async function showJson(what: string): Promise<number> {
  return await withNetwork(access, async (network) => {
    if (what !== 'all') {
      print(jsonText([await read(network, what)]))
      return 0
    }
    const names = await interfaceNames(network)
    const devices: WireGuardDevice[] = []
    for (const name of names) {
      const device = await readOrTell(network, name)
      if (device) devices.push(device)
    }
    print(jsonText(devices))
    return names.length > 0 && devices.length === 0 ? 1 : 0
  })
}

async function read(network: Network, name: string): Promise<WireGuardDevice> {
  try {
    return await readInterface(network, name)
  } catch (error) {
    throw failure(access, error)
  }
}

async function readOrTell(network: Network, name: string): Promise<WireGuardDevice | undefined> {
  try {
    return await readInterface(network, name)
  } catch (error) {
    const told = failure(`${access} ${name}`, error)
    if (!(told instanceof Failure)) throw told
    printError(told.message)
    return undefined
  }
}

function printerOf(parameter: string | undefined, called: string): Printer {
  if (parameter === undefined) {
    return (device) => prettyText(device)
  }
  const field = showFields.find((name) => name === parameter)
  if (field === undefined) {
    throw new Failure(`Invalid parameter: \`${parameter}'\n${usage(called, 'show')}`)
  }
  return (device, several) => fieldText(device, field, several)
}

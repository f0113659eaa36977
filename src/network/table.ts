/** Routing tables. */
import { checkNumber, invalid } from '../netlink/arguments.js'

/** The name that a routing table has in every Linux: RT_TABLE_… of <linux/rtnetlink.h>. */
export type RouteTableName = 'main' | 'local' | 'default'
/** A routing table by its number, 1 to 4294967295, or its name in every Linux. */
export type RouteTable = RouteTableName | number

const tables: ReadonlyMap<number, RouteTableName> = new Map([
  [253, 'default'],
  [254, 'main'],
  [255, 'local'],
])

/** The number of a table. */
export function readTable(table: RouteTable, operation: string): number {
  const number = typeof table === 'string' ? [...tables].find(([, name]) => name === table)?.[0] : table
  if (number === undefined)
    throw invalid(operation, String(table), 'is none of the tables main, local, default')
  return checkNumber(number, 'routing table', operation, 1, 0xffff_ffff)
}

/** Undefined: it has none in every Linux. */
export function tableName(table: number): RouteTableName | undefined {
  return tables.get(table)
}

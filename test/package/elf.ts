/** Reads of a 64-bit little-endian ELF file what decides where it can be loaded: elf(5). */

export interface Elf {
  /** EM_…: 62 x86-64, 183 AArch64. */
  readonly machine: number
  /** ET_…: 2 executable, 3 shared object or position-independent executable. */
  readonly type: number
  /** Whether the kernel would start a dynamic loader (PT_INTERP) in place of the file itself. */
  readonly interpreted: boolean
  readonly needed: readonly string[]
  /** Whether something has to be written into it, by whoever loads it, before it can run. */
  readonly relocated: boolean
  readonly imported: readonly string[]
  readonly exported: readonly string[]
}

const segmentInterpreter = 3
const sectionDynamic = 6
/** SHT_RELA, SHT_REL, SHT_RELR. */
const sectionsRelocation = [4, 9, 19]
const sectionDynamicSymbols = 11
const dynamicNeeded = 1n
const localBinding = 0

interface Section {
  readonly type: number
  readonly bytes: Buffer
  /** Index of the section that its names are in. */
  readonly link: number
}

export function readElf(file: Buffer): Elf {
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    throw new Error('not a 64-bit ELF file')
  const sections = table(file, 40, 58, 60).map((header) => readSection(file, header))
  const symbols = readSymbols(sections)
  return {
    type: file.readUInt16LE(16),
    machine: file.readUInt16LE(18),
    interpreted: table(file, 32, 54, 56).some((header) => header.readUInt32LE(0) === segmentInterpreter),
    needed: readNeeded(sections),
    relocated: sections.some(({ type, bytes }) => sectionsRelocation.includes(type) && bytes.length > 0),
    imported: symbols.filter(({ section }) => section === 0).map(({ name }) => name),
    exported: symbols.filter(({ section }) => section !== 0).map(({ name }) => name),
  }
}

/** The program or section headers: the file header says where they start, how long each is and how many there are. */
function table(file: Buffer, start: number, size: number, count: number): Buffer[] {
  const length = file.readUInt16LE(size)
  return records(file.subarray(Number(file.readBigUInt64LE(start))), length).slice(
    0,
    file.readUInt16LE(count),
  )
}

function records(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.floor(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  )
}

function readSection(file: Buffer, header: Buffer): Section {
  const offset = Number(header.readBigUInt64LE(24))
  const size = Number(header.readBigUInt64LE(32))
  return {
    type: header.readUInt32LE(4),
    bytes: file.subarray(offset, offset + size),
    link: header.readUInt32LE(40),
  }
}

function readNeeded(sections: readonly Section[]): string[] {
  const dynamic = sections.find(({ type }) => type === sectionDynamic)
  if (!dynamic) return []
  return records(dynamic.bytes, 16)
    .filter((entry) => entry.readBigInt64LE(0) === dynamicNeeded)
    .map((entry) => nameIn(sections, dynamic, Number(entry.readBigUInt64LE(8))))
}

function readSymbols(sections: readonly Section[]): { name: string; section: number }[] {
  const symbols = sections.find(({ type }) => type === sectionDynamicSymbols)
  if (!symbols) return []
  return records(symbols.bytes, 24)
    .filter((symbol) => symbol.readUInt8(4) >> 4 !== localBinding)
    .map((symbol) => ({
      name: nameIn(sections, symbols, symbol.readUInt32LE(0)),
      section: symbol.readUInt16LE(6),
    }))
}

function nameIn(sections: readonly Section[], section: Section, offset: number): string {
  const strings = sections[section.link]?.bytes ?? Buffer.alloc(0)
  return strings.toString('latin1', offset, strings.indexOf(0, offset))
}

// What can be typed, as the command line is defined: the scripts for all shells are made of it.
import type { Command, Option } from 'commander'

/** An option, by its names: `-h`, `--help`. */
export interface CompletedOption {
  readonly names: readonly string[]
  readonly description: string
  /** What stands behind it: `bytes`. */
  readonly value: string | undefined
}

/** What can stand somewhere: options, one of some words, and what leads elsewhere. */
export interface Place {
  /** Of the command, or of the argument that comes next: `cloudlet`, `application-uuid`. */
  readonly name: string
  readonly options: readonly CompletedOption[]
  readonly words: readonly { readonly word: string; readonly description: string }[]
}

export interface CommandLine {
  /** The program without any argument yet. */
  readonly first: Place
  readonly commands: readonly Place[]
  /** The places of its further arguments, the last of which repeats. */
  readonly further: readonly Place[]
}

/** The first argument may be a command in its place; options of the program end there. */
export function commandLine(program: Command, aliases: readonly string[]): CommandLine {
  const [first = '', ...further] = program.registeredArguments.map((argument) => argument.name())
  const commands = program.createHelp().visibleCommands(program)
  const words = commands.map((command) => ({ word: command.name(), description: command.description() }))
  return {
    first: { name: first, options: options(program), words },
    commands: commands.map((command) => ({
      name: command.name(),
      options: options(command),
      words: choices(command).map((word) => ({ word, description: '' })),
    })),
    further: further.map((name) => ({
      name,
      options: [],
      words: name === 'application-uuid' ? aliases.map((word) => ({ word, description: '' })) : [],
    })),
  }
}

/** All places, and each with an option that takes a value: `cloudlet --port`. */
export function valued({ first, commands }: CommandLine): { place: string; option: string; value: string }[] {
  return [first, ...commands].flatMap(({ name, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((option) => ({ place: name, option, value })),
    ),
  )
}

function options(command: Command): CompletedOption[] {
  return command.createHelp().visibleOptions(command).map(completed)
}

function completed(option: Option): CompletedOption {
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    value: /<(.*)>/.exec(option.flags)?.[1],
  }
}

function choices(command: Command): readonly string[] {
  return command.registeredArguments[0]?.argChoices ?? []
}

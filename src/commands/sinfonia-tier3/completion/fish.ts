import { type CommandLine, type CompletedOption, type Place, valued } from './words.js'

/** A script for fish(1), 3.0 or newer. */
export function fishCompletion(line: CommandLine): string {
  const { first, commands, further } = line
  const takesValue = valued(line).map(({ place, option }) => `'${place} ${option}'`)
  const isCommand = commands.map(({ name }) => `'${first.name} ${name}'`)
  const isOption = [first, ...commands].map(({ name }) => `'${name} -*'`)
  const steps = [first, ...further].map(
    ({ name }, index) =>
      `      case '${name} *'\n        set place ${further[Math.min(index, further.length - 1)]?.name}`,
  )
  return `# Completions of sinfonia-tier3 for fish: sinfonia-tier3 completion fish | source
# Prints the place that the cursor is in, and after it the words that belong to the application.
function __sinfonia_tier3_place
  set -l place ${first.name}
  set -l skip no
  set -l rest
  for word in (commandline -opc)[2..-1]
    if test $skip = yes
      set skip no
      continue
    end
    contains $place application args; and set -a rest $word
    switch "$place $word"
      case ${takesValue.join(' ')}
        set skip yes
      case ${isOption.join(' ')}
      case ${isCommand.join(' ')}
        set place $word
${steps.join('\n')}
    end
  end
  string join \\n $place $rest
end

complete -c sinfonia-tier3 -f
complete -c sinfonia-tier3 -n 'contains (__sinfonia_tier3_place)[1] application args' \\
  -a '(complete -C(string join -- " " (string escape -- (__sinfonia_tier3_place)[2..-1]) (commandline -ct)))'
${[first, ...commands, ...further].flatMap(offers).join('\n')}
`
}

function offers({ name, options, words }: Place): string[] {
  const offer = (what: string, description: string) =>
    `complete -c sinfonia-tier3 -n 'test (__sinfonia_tier3_place)[1] = ${name}' ${what}` +
    (description === '' ? '' : ` -d ${quote(description)}`)
  return [
    ...options.map((option) => offer(optionWords(option), option.description)),
    ...words.map(({ word, description }) => offer(`-a ${word}`, description)),
  ]
}

function optionWords({ names, value }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  if (value !== undefined) flags.push(value === 'directory' ? '-x -a "(__fish_complete_directories)"' : '-x')
  return flags.join(' ')
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`
}

import { type CommandLine, type Place, valued } from './words.js'

/** A script for bash(1), 4.4 or newer. */
export function bashCompletion(line: CommandLine): string {
  const { first, commands, further } = line
  const values = valued(line)
  const directories = values.filter(({ value }) => value === 'directory')
  const takesValue = values.map(({ place, option }) => `'${place} ${option}'`).join(' | ')
  const isCommand = commands.map(({ name }) => `'${first.name} ${name}'`).join(' | ')
  const steps = [first, ...further].map(
    ({ name }, index) => `      '${name} '*) place=${further[Math.min(index, further.length - 1)]?.name} ;;`,
  )
  return `# Completions of sinfonia-tier3 for bash: source <(sinfonia-tier3 completion bash)
_sinfonia_tier3() {
  local line=\${COMP_LINE:0:COMP_POINT} place=${first.name} words word i
  read -ra words <<<"$line" # COMP_WORDS has URLs in pieces
  [[ $line == *[[:blank:]] ]] && words+=('')
  for ((i = 1; i < \${#words[@]} - 1; i++)); do
    case "$place \${words[i]}" in
      ${takesValue})
        ((++i < \${#words[@]} - 1)) || place+="=\${words[i - 1]}" ;;
      ${[first, ...commands].map(({ name }) => `'${name} -'*`).join(' | ')}) ;;
      ${isCommand}) place=\${words[i]} ;;
${steps.join('\n')}
    esac
  done
  word=\${words[-1]}
  COMPREPLY=()
  case "$place $word" in
${[first, ...commands, ...further].flatMap(replies).join('\n')}
    'application '*) mapfile -t COMPREPLY < <(compgen -c -- "$word") ;;
    ${directories.map(({ place, option }) => `'${place}=${option} '*`).join(' | ')})
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    'args '*)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
  esac
}
complete -F _sinfonia_tier3 sinfonia-tier3
`
}

function replies({ name, options, words }: Place): string[] {
  const reply = (pattern: string, list: readonly string[]) =>
    list.length === 0
      ? []
      : [`    ${pattern}) mapfile -t COMPREPLY < <(compgen -W '${list.join(' ')}' -- "$word") ;;`]
  return [
    ...reply(
      `'${name} -'*`,
      options.flatMap(({ names }) => names),
    ),
    ...reply(
      `'${name} '*`,
      words.map(({ word }) => word),
    ),
  ]
}

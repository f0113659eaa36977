import type { CommandLine, CompletedOption, Place } from './words.js'

/** A script for zsh(1): to be sourced after compinit, or a file _sinfonia-tier3 in a directory of fpath. */
export function zshCompletion({ first, commands, further }: CommandLine): string {
  const [second] = further
  return `#compdef sinfonia-tier3
# Completions of sinfonia-tier3 for zsh: source <(sinfonia-tier3 completion zsh)
_sinfonia-tier3() {
  local curcontext=$curcontext context state line
  typeset -A opt_args
  _arguments -C -A '-*' ${[...specs(first), `'1: :->${first.name}'`, `'*:: :->further'`].join(' \\\n    ')} && return
  case $state in
    ${first.name}) local -a commands=(${first.words.map(describe).join(' ')}); _describe command commands ;;
    further)
      case $words[1] in
${commands.map((place) => `        ${place.name}) _arguments ${[...specs(place), ...choices(place)].join(' \\\n          ')} ;;`).join('\n')}
        *)
          if ((CURRENT == 2)); then
            compadd ${second?.words.map(({ word }) => word).join(' ')}
          else
            shift 2 words
            ((CURRENT -= 2))
            _normal
          fi ;;
      esac ;;
  esac
}
if [[ $funcstack[1] == _sinfonia-tier3 ]]; then _sinfonia-tier3 "$@"; else compdef _sinfonia-tier3 sinfonia-tier3; fi
`
}

/** Options as _arguments takes them: '(-h --help)'{-h,--help}'[description]:value:'. */
function specs({ options }: Place): string[] {
  return options.map(({ names, description, value }: CompletedOption) => {
    const text = `[${description.replace(/[[\]\\:]/g, '\\$&')}]`
    const action = value === undefined ? '' : `:${value}:${value === 'directory' ? '_files -/' : ''}`
    const several = names.length > 1 ? `${quote(`(${names.join(' ')})`)}{${names.join(',')}}` : names.join()
    return `${several}${quote(text + action)}`
  })
}

function choices({ name, words }: Place): string[] {
  return words.length === 0 ? [] : [`'1:${name}:(${words.map(({ word }) => word).join(' ')})'`]
}

function describe({ word, description }: Place['words'][number]): string {
  return quote(`${word}:${description.replaceAll(':', '\\:')}`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

import { interfaceWords, peerWords, shells, showFields, subcommands } from '../words.js'

/** A script for zsh(1): to be sourced after compinit, or a file _sinfonia-wg in a directory of fpath. */
export function zshCompletion(): string {
  return `#compdef sinfonia-wg
# Completions of sinfonia-wg for zsh: source <(sinfonia-wg completion zsh)
_sinfonia-wg() {
  local -a subcommands=(
    ${subcommands.map(describe).join('\n    ')}
  )
  local -a names
  if ((CURRENT == 2)); then
    _describe subcommand subcommands
    return
  fi
  ((CURRENT == 3)) && names=($($words[1] show interfaces 2>/dev/null))
  case $words[2]$CURRENT in
    show3) compadd -- $names all interfaces --json ;;
    show4) [[ $words[3] == (interfaces|--json) ]] || compadd -- ${showFields.join(' ')} ;;
    (showconf|set|setconf|addconf|syncconf)3) compadd -- $names ;;
    (setconf|addconf|syncconf)4) _files ;;
    completion3) compadd -- ${shells.join(' ')} ;;
    set<4->) _sinfonia-wg-set ;;
  esac
}

_sinfonia-wg-set() {
  local -a offered=(${interfaceWords.join(' ')})
  local i
  for ((i = 4; i < CURRENT; i++)); do
    case $words[i] in
      peer) offered=(${peerWords.join(' ')}) ;;
      remove) offered=() && continue ;;
      *) offered=(\${offered:#$words[i]}) ;;
    esac
    ((++i))
  done
  if ((i == CURRENT)); then
    compadd -- $offered peer
    return
  fi
  case $words[CURRENT-1] in
    private-key | preshared-key) _files ;;
    peer) compadd -- $($words[1] show $words[3] peers 2>/dev/null) ;;
    fwmark | persistent-keepalive) compadd -- off ;;
  esac
}

if [[ $funcstack[1] == _sinfonia-wg ]]; then _sinfonia-wg "$@"; else compdef _sinfonia-wg sinfonia-wg; fi
`
}

function describe([word, description]: readonly [string, string]): string {
  return `'${`${word}:${description.replaceAll(':', '\\:')}`.replaceAll("'", `'\\''`)}'`
}

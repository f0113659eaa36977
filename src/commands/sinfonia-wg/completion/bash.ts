import {
  helpWords,
  interfaceWords,
  peerWords,
  shells,
  showFields,
  subcommands,
  versionWords,
} from '../words.js'

const first = [...subcommands.map(([word]) => word), ...helpWords, ...versionWords]
const [ofFirst, ofShow] = [first, showFields].map((words) => words.join(' '))

/** A script for bash(1), 4.4 or newer. */
export function bashCompletion(): string {
  return `# Completions of sinfonia-wg for bash: source <(sinfonia-wg completion bash)
_sinfonia_wg() {
  local line=\${COMP_LINE:0:COMP_POINT} words word names
  read -ra words <<<"$line" # COMP_WORDS has keys in pieces
  [[ $line == *[[:blank:]] ]] && words+=('')
  word=\${words[-1]}
  COMPREPLY=()
  case \${#words[@]} in
    2) _sinfonia_wg_words '${ofFirst}' ;;
    3)
      names=$("\${words[0]}" show interfaces 2>/dev/null)
      case \${words[1]} in
        show) _sinfonia_wg_words "$names all interfaces --json" ;;
        showconf | set | setconf | addconf | syncconf) _sinfonia_wg_words "$names" ;;
        completion) _sinfonia_wg_words '${shells.join(' ')}' ;;
      esac ;;
    *)
      case \${words[1]}\${#words[@]} in
        show4) [[ \${words[2]} == interfaces || \${words[2]} == --json ]] || _sinfonia_wg_words '${ofShow}' ;;
        setconf4 | addconf4 | syncconf4) _sinfonia_wg_files ;;
        set*) _sinfonia_wg_set ;;
      esac ;;
  esac
}

_sinfonia_wg_set() {
  local offered='${interfaceWords.join(' ')}' i
  [[ \${words[1]} == set ]] || return
  for ((i = 3; i < \${#words[@]} - 1; i++)); do
    case \${words[i]} in
      peer) offered='${peerWords.join(' ')}' ;;
      remove) offered= && continue ;;
      *) offered=" $offered " && offered=\${offered/ \${words[i]} / } ;;
    esac
    ((++i))
  done
  if ((i < \${#words[@]})); then
    _sinfonia_wg_words "$offered peer"
  else
    case \${words[-2]} in
      private-key | preshared-key) _sinfonia_wg_files ;;
      peer) _sinfonia_wg_words "$("\${words[0]}" show "\${words[2]}" peers 2>/dev/null)" ;;
      fwmark | persistent-keepalive) _sinfonia_wg_words off ;;
    esac
  fi
}

_sinfonia_wg_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word")
}

_sinfonia_wg_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$word")
}

complete -F _sinfonia_wg sinfonia-wg
`
}

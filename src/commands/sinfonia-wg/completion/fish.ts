import { interfaceWords, peerWords, shells, showFields, subcommands } from '../words.js'

/** A script for fish(1), 3.0 or newer. */
export function fishCompletion(): string {
  return `# Completions of sinfonia-wg for fish: sinfonia-wg completion fish | source
# Prints what can stand where the cursor is.
function __sinfonia_wg_words
  set -l words (commandline -opc)
  set -l names
  test (count $words) -eq 2; and set names ($words[1] show interfaces 2>/dev/null | string split ' ')
  switch "$words[2] "(count $words)
    case 'show 2'
      string join \\n $names all interfaces -- --json
    case 'show 3'
      contains -- $words[3] interfaces --json; or string join \\n ${showFields.join(' ')}
    case 'showconf 2' 'set 2' 'setconf 2' 'addconf 2' 'syncconf 2'
      string join \\n $names
    case 'setconf 3' 'addconf 3' 'syncconf 3'
      __fish_complete_path (commandline -ct)
    case 'completion 2'
      string join \\n ${shells.join(' ')}
    case 'set *'
      __sinfonia_wg_settings $words
  end
end

function __sinfonia_wg_settings
  set -l offered ${interfaceWords.join(' ')}
  set -l value ''
  for word in $argv[4..-1]
    if test -n "$value"
      set value ''
      continue
    end
    set value $word
    switch $word
      case peer
        set offered ${peerWords.join(' ')}
      case remove
        set offered
        set value ''
      case '*'
        contains -- $word $offered; and set -e offered[(contains -i -- $word $offered)]
    end
  end
  switch "$value"
    case ''
      string join \\n $offered peer
    case private-key preshared-key
      __fish_complete_path (commandline -ct)
    case peer
      $argv[1] show $argv[3] peers 2>/dev/null
    case fwmark persistent-keepalive
      echo off
  end
end

complete -c sinfonia-wg -f
${subcommands.map(offer).join('\n')}
complete -c sinfonia-wg -n 'test (count (commandline -opc)) -gt 1' -a '(__sinfonia_wg_words)'
`
}

function offer([word, description]: readonly [string, string]): string {
  const text = description.replace(/['\\]/g, '\\$&')
  return `complete -c sinfonia-wg -n 'test (count (commandline -opc)) -eq 1' -a ${word} -d '${text}'`
}

/** The part of the script of setup that looks at the place to install to, and creates it: what {@link refuseUnsuitable} does. */

/** They take `$directory` and `$record`, and call `fail SENTENCE`. check_directories tells the nearest that is there: `$existing`. */
export const placeFunctions = `# Root's alone and open to everyone, up to the root directory: who can rename one of them can replace what is installed. None is
# a symbolic link, whose owner could have it lead elsewhere.
check_directories() {
  path=$1
  until [ -e "$path" ] || [ -L "$path" ]; do path=$(dirname "$path"); done
  existing=$path
  while :; do
    found=$(find "$path" -prune \\( -type l -o ! -user 0 -o -perm -020 -o -perm -002 \\)) || fail "$path cannot be looked at"
    [ -z "$found" ] || fail "$path is not root's alone"
    found=$(find "$path" -prune -perm -001) || fail "$path cannot be looked at"
    [ -n "$found" ] || fail "$path cannot be entered by everyone"
    [ "$path" != / ] || break
    path=$(dirname "$path")
  done
  check_inheritance "$existing"
}

# A default ACL gives rights over new files that no mode tells. It is seen without a tool: it sets the umask aside.
check_inheritance() {
  probe=$1/.sinfonia-tier3.probe
  rm -f "$probe"
  (umask 0777 && : >"$probe") || fail "$1 cannot be written to"
  found=$(find "$probe" -prune -perm 0) || fail "$probe cannot be looked at"
  rm -f "$probe"
  [ -n "$found" ] || fail "$1 has a default ACL, which gives others rights over what is installed there"
}

# Where programs gain no capability, or cannot be started.
check_mount() {
  point=$(df -P "$1" | awk 'END { print $NF }')
  options=$(awk -v point="$point" '$2 == point { options = $4 } END { print options }' /proc/self/mounts)
  case ",$options," in
    *,nosuid,* | *,noexec,*) fail "$point is mounted with $options: choose a directory elsewhere" ;;
  esac
}

# Those above it first, and a note of them for --uninstall. The leading zeros take a set-group-ID bit away, too.
create_directory() {
  [ ! -d "$1" ] || return 0
  create_directory "$(dirname "$1")"
  mkdir "$1"
  chmod 00755 "$1"
  if [ "$1" != "$directory" ]; then
    created="$1
$created"
  elif [ -n "$created" ]; then
    printf %s "$created" >"$record"
    chmod 0644 "$record"
  fi
}
`

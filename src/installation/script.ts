/** Setup as a shell script: what root can read before it runs. */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { programPath } from '../addon/programs.js'
import { netAdminPermitted } from './capability.js'
import { recordOf } from './directories.js'
import { beside, installedPrograms, profileOf } from './place.js'
import { wantedProgram } from './plan.js'
import { profileText } from './profile.js'
import type { SetupRequest } from './request.js'
import { placeFunctions } from './script-place.js'
import { shellWords } from './shell-words.js'

/**
 * A script for a POSIX shell that does what {@link installationSteps} do for a system where nothing is installed, after the same
 * checks; it does not try a link in the end. It checks the copies against the digests that it names: what has been read is what gets installed.
 */
export function installationScript(request: SetupRequest): string {
  const { directory, permitted, profile } = request
  const source = dirname(programPath('sinfonia-helper'))
  const installations = installedPrograms.map((program) => {
    const { gid, mode, content, capability } = wantedProgram(program, request)
    const group = permitted !== 'everyone' && gid === permitted.gid ? permitted.name : 'root'
    const words = [
      program,
      digest(content),
      group,
      `0${mode.toString(8)}`,
      capability ? 'cap_net_admin=p' : 'none',
    ]
    return shellWords(['install_program', ...words])
  })
  return `#!/bin/sh
# Installs what gives kernel WireGuard to ${permitted === 'everyone' ? 'every user of this machine' : `the group ${permitted.name}`}, as root. Nothing is done before this line is read.
set -eu
umask 022
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

source=${shellWords([source])}
directory=${shellWords([directory])}
record=${shellWords([recordOf(directory)])}

fail() {
  echo "$1" >&2
  exit 1
}

${placeFunctions}
# Permitted and not effective: the helper raises it itself.
grant() {
  if command -v setcap >/dev/null; then
    setcap cap_net_admin=p "$1"
  elif command -v setfattr >/dev/null; then
    setfattr -n security.capability -v 0x${netAdminPermitted.toString('hex')} "$1"
  else
    echo 'setcap (package libcap2-bin, libcap) and setfattr (package attr) are both missing' >&2
    return 1
  fi
}

${disarmFunction}
# NAME DIGEST GROUP MODE CAPABILITY. A write and a new owner clear capabilities: they come last.
install_program() {
  new=$directory/.$1.new
  rm -f "$new"
  cp "$source/$1" "$new"
  echo "$2  $new" | sha256sum -c - >/dev/null || { rm -f "$new"; fail "$source/$1 is not what this script was made for"; }
  chown "0:$3" "$new"
  chmod "$4" "$new"
  [ "$5" = none ] || grant "$new" || { rm -f "$new"; fail "$new takes no capability: is $directory on ext4, xfs, btrfs or tmpfs?"; }
  sync
  disarm "$directory/$1"
  mv -f "$new" "$directory/$1"
}

[ "$(id -u)" = 0 ] || fail 'this needs root: nothing was done'
check_directories "$directory"
check_mount "$existing"
created=
create_directory "$directory"
check_directories "$directory"
${installations.join('\n')}
${profile ? profileLines(directory) : ''}
echo 'Installed, but not tried: "sinfonia-tier3 doctor" does that, as a user who is permitted.'
`
}

/** The same for {@link removalSteps}. */
export function removalScript(directory: string): string {
  const { name, path } = profileOf(directory)
  const record = recordOf(directory)
  return `#!/bin/sh
# Removes what "sinfonia-tier3 setup" has installed, as root.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

directory=${shellWords([directory])}
record=${shellWords([record])}
profile=${shellWords([name])}
loaded=/sys/kernel/security/apparmor

${disarmFunction}
# Of those above it, what setup has created and nothing else is in.
remove_directories() {
  created=
  [ ! -f "$record" ] || created=$(cat "$record")
  rm -f ${shellWords([record, beside(record)])}
  rmdir "$directory" 2>/dev/null || { echo "$directory is not empty: it stays" >&2; return 0; }
  for path in $created; do rmdir "$path" 2>/dev/null || break; done
}

[ "$(id -u)" = 0 ] || { echo 'this needs root: nothing was done' >&2; exit 1; }
${installedPrograms.map(removalLine).join('')}[ ! -d "$directory" ] || remove_directories
if grep -qsxF -e "$profile (enforce)" -e "$profile (complain)" "$loaded/profiles"; then printf %s "$profile" >"$loaded/.remove"; fi
rm -f ${shellWords([path, beside(path)])}
`
}

const disarmFunction = `# Who has the old file open or by another name could still start it: a new owner, be it the same, clears its capability.
disarm() {
  [ -L "$1" ] || [ ! -f "$1" ] || chown 0:0 "$1"
}
`

function removalLine(program: string): string {
  return `disarm "$directory/${program}"
rm -f "$directory/${program}" "$directory/.${program}.new"
`
}

/** Loaded first: what the parser refuses is not left for the next boot. */
function profileLines(directory: string): string {
  const { path } = profileOf(directory)
  return `
profile=${shellWords([path])}
new=${shellWords([beside(path)])}
check_directories "$(dirname "$profile")"
rm -f "$new"
cat >"$new" <<'EOF'
${profileText(directory)}EOF
chmod 0644 "$new"
apparmor_parser --replace --skip-cache <"$new"
mv -f "$new" "$profile"
`
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

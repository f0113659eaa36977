/** What needs the program as a process: scripts that call `wg`, with descriptors, terminals and users. */
import { type Case, changing, expand, type Group } from './case.js'

/** A case for each line; $one … are keys, and names of files with keys. */
function scripts(text: string): Case[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map((line) => ({ name: line, args: [], script: expand(line) }))
}

const reading = scripts(`
  wg genkey | wc -c
  wg genpsk | wc -c
  wg genkey | wg pubkey | wc -c
  key=$(wg genkey) && [ "$(wg pubkey <<<"$key")" = "$(/usr/bin/wg pubkey <<<"$key")" ]
  wg pubkey < one
  cat one | wg pubkey
  { head -c 20 one; tail -c +21 one; } | wg pubkey
  wg pubkey </dev/null
  wg pubkey <&-
  wg pubkey < .
  umask 022; rm -f made; wg genkey >made; stat -c '%s %a' made
  umask 022; rm -f made; wg genpsk >made; stat -c '%s %a' made
  umask 022; rm -f made; wg pubkey <one >made; stat -c '%s %a' made
  wg show wg0 | head -n 1
  wg show nosuchlink 2>&-
  wg genkey >/dev/full
  wg pubkey <one >/dev/full
  script -qec 'wg show wg0' /dev/null </dev/null
  WG_COLOR_MODE=never script -qec 'wg show' /dev/null </dev/null
  WG_COLOR_MODE=auto WG_HIDE_KEYS=never script -qec 'wg show wg0' /dev/null </dev/null
  script -qec 'wg show wg0 dump' /dev/null </dev/null
  script -qec 'wg show wg0 2>&1 | cat' /dev/null </dev/null
  script -qec 'wg set wg0 foo' /dev/null </dev/null
  LC_ALL=de_DE.UTF-8 LANGUAGE=de wg show nosuchlink
  env -i PATH="$PATH" wg show wg0 endpoints
  (cd / && wg show interfaces)
  exec -a another wg show wg0 nosuchfield 2>&1 | head -n 1
  wg
  for link in $(wg show interfaces); do wg show "$link" allowed-ips; done
  wg show all dump | while read -r link rest; do echo "$link"; done
`)

const changes = scripts(String.raw`
  wg set wg0 private-key /dev/stdin < two
  cat two | wg set wg0 private-key /dev/stdin
  wg set wg0 private-key /dev/fd/7 7<two
  wg set wg0 private-key <(cat two)
  wg set wg0 private-key <(cat one) peer $two preshared-key <(cat two)
  wg set wg0 private-key /dev/fd/9
  wg set wg0 private-key /dev/stdin </dev/null
  wg set wg0 private-key /dev/stdin <&-
  true | wg set wg0 private-key /dev/stdin
  true | wg set wg0 peer $one preshared-key /dev/stdin
  wg set wg0 peer $one preshared-key <(wg genpsk | tee made) && [ "$(wg show wg0 preshared-keys | head -n 1 | cut -f 2)" = "$(cat made)" ] && wg set wg0 peer $one remove
  wg set wg0 private-key <(wg genkey) && wg show wg0 private-key | wc -c && wg set wg0 private-key one
  wg setconf wg0 /dev/stdin < many
  wg setconf wg0 <(printf '[Interface]\nListenPort = 7\n')
  wg addconf wg0 /dev/fd/8 8< <(echo '[Peer]'; echo PublicKey=$three)
  wg showconf wg0 | wg setconf wg0 /dev/stdin
  wg syncconf wg0 <(wg showconf wg0)
  wg showconf wg0 | sed 's/51820/7/' | wg syncconf wg0 /dev/stdin
  wg setconf wg0 /dev/stdin <&-
  true | wg setconf wg0 /dev/stdin
  WG_ENDPOINT_RESOLUTION_RETRIES=infinity wg set wg0 peer $one endpoint name.test:9
  WG_ENDPOINT_RESOLUTION_RETRIES=foo wg set wg0 peer $one endpoint name.test:9
  WG_ENDPOINT_RESOLUTION_RETRIES=-1 wg set wg0 peer $one endpoint name.test:9
  WG_ENDPOINT_RESOLUTION_RETRIES= wg set wg0 peer $one endpoint name.test:9
  wg set wg0 foo 2>&-
`)

const stranger = 'setpriv --reuid 12345 --regid 12345 --clear-groups'
const withoutRights = 'setpriv --bounding-set -net_admin --inh-caps -net_admin'
const others = scripts(`
  ${stranger} wg
  ${stranger} wg show wg0
  ${stranger} wg show interfaces
  ${stranger} wg show all dump
  ${stranger} wg show nosuchlink
  ${stranger} wg showconf wg0
  ${stranger} wg set wg0 listen-port 5
  ${stranger} wg set wg0 private-key one
  ${stranger} wg setconf wg0 /dev/null
  ${stranger} wg syncconf wg0 /dev/null
  printf '[Peer]\\nPublicKey=$one\\n' | ${stranger} wg syncconf wg0 /dev/stdin
  ${stranger} wg genkey | wc -c
  ${withoutRights} wg show wg0
  ${withoutRights} wg addconf wg0 state
  unshare --user --map-root-user wg show wg0
  unshare --user --map-root-user --net bash -c 'ip link add wg9 type wireguard && wg set wg9 listen-port 5 && wg show all dump'
`)

const quick = scripts(`
  wg-quick strip ./quick.conf
  wg-quick up ./quick.conf; wg show quick dump; wg-quick down ./quick.conf
  cp quick.conf saved.conf && chmod 600 saved.conf && wg-quick up ./saved.conf && wg set saved listen-port 7 && wg-quick save ./saved.conf && wg-quick down ./saved.conf; cat saved.conf
`)

export const scriptGroups: readonly Group[] = [
  { title: 'scripts that read', setUp: `${changing.setUp} && ${changing.restore}`, cases: reading },
  { ...changing, title: 'scripts that change wg0', cases: changes },
  { ...changing, title: 'as somebody without rights', cases: others },
  { ...changing, title: 'in wg-quick(8)', cases: quick },
]

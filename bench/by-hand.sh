#!/bin/bash
# by-hand.sh TIER1-URL UUID COMMAND [ARG…]: what sinfonia-tier3 does, by root with curl, ip and wg, in a named namespace. Its link is the
# kernel's: the contender for the data path, which must not be slower by our way. Needs curl, iproute2, wireguard-tools, util-linux.
set -euo pipefail
url=$1 uuid=$2
shift 2
[[ $uuid == helloworld ]] && uuid=00000000-0000-0000-0000-000000000000
name=by-hand-$$
private=$(wg genkey)
public=$(wg pubkey <<<"$private")
answer=$(curl -sSf -X POST "$url/api/v1/deploy/$uuid/$(tr '+/' '-_' <<<"${public%=}")")
field() { node -p "JSON.parse(process.argv[1])[0].TunnelConfig.$1" "$answer"; }
trap 'ip netns delete "$name"' EXIT
ip netns add "$name"
ip link add "wg-$$" type wireguard
ip link set "wg-$$" netns "$name"
inside() { ip netns exec "$name" "$@"; }
inside wg set "wg-$$" private-key <(echo "$private") peer "$(field publicKey)" \
  endpoint "$(field endpoint)" allowed-ips "$(field 'allowedIPs.join()')" persistent-keepalive 30
inside ip link set lo up
inside ip address add "$(field 'address[0]')" dev "wg-$$"
inside ip link set "wg-$$" mtu 1420 up
inside ip route add default dev "wg-$$"
servers=$(field 'dns.filter((word) => /^[0-9.:]+$/.test(word)).map((server) => `nameserver ${server}`).join("\n")')
search=$(field 'dns.filter((word) => !/^[0-9.:]+$/.test(word)).join(" ")')
resolver=$servers$'\n'"search $search"$'\noptions ndots:5'
inside unshare --mount sh -c 'mount -t tmpfs tmpfs /mnt; echo "$1" > /mnt/r; mount --bind /mnt/r /etc/resolv.conf; shift; exec "$@"' \
  sh "$resolver" "$@"

#!/bin/bash
# Process 1 of a test kernel, beside the files that boot.js left: makes the usual mounts over this machine's root directory, runs the
# command, and tells its exit status and how many bytes it has written. The kernel is then ended from outside.
job=${0%/*}
mapfile -d '' -t command <"$job/command"
mapfile -d '' -t environment <"$job/environment"
mapfile -d '' -t kept <"$job/kept"
folder=$(<"$job/folder")
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# What is kept lies below directories that are about to be covered: it waits in /sys.
mount -t proc proc /proc
mount -t tmpfs tmpfs /sys
for index in "${!kept[@]}"; do
  if [ -d "${kept[index]}" ]; then mkdir "/sys/$index"; else : >"/sys/$index"; fi
  mount --bind "${kept[index]}" "/sys/$index"
done
[ ! -e "$job/modules" ] || mount --bind "$(<"$job/modules")" /lib/modules
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -t tmpfs -o mode=755 tmpfs /run
mount -t devtmpfs devtmpfs /dev
for index in "${!kept[@]}"; do
  if [ -d "/sys/$index" ]; then mkdir -p "${kept[index]}"; else mkdir -p "${kept[index]%/*}" && : >"${kept[index]}"; fi
  mount --move "/sys/$index" "${kept[index]}"
done
umount /sys
mount -t sysfs sysfs /sys
mount -t securityfs securityfs /sys/kernel/security

mkdir -p /dev/pts /dev/shm /run/lock /tmp/home
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
[ -c /dev/net/tun ] || modprobe tun
chmod 666 /dev/net/tun
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/0 /dev/stdin
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr
ip link set lo up

if [ -d /sys/class/virtio-ports ]; then
  until lines=(/dev/vport*p[123]) && [ ${#lines[@]} = 3 ]; do sleep 0.02; done
else
  lines=(/dev/ttyS{0,1,2})
  for line in "${lines[@]}"; do stty -F "$line" raw -echo; done
fi

# The command sees pipes, as it would in a script, and no terminals.
mkdir -m 700 /run/test-kernel
cd /run/test-kernel
mkfifo output errors
tee "${lines[0]}" <output | wc -c >output-bytes &
copiers=($!)
tee "${lines[1]}" <errors | wc -c >errors-bytes &
copiers+=($!)
exec {output}>output {errors}>errors
before=" $(echo /proc/[0-9]*) "
(cd "$folder" && exec setsid env -i "${environment[@]}" "${command[@]}" {output}>&- {errors}>&-) </dev/null >&$output 2>&$errors
status=$?

# What it left running would hold the pipes open.
for process in /proc/[0-9]*; do
  [[ $before == *" $process "* ]] || kill -KILL "${process#/proc/}"
done 2>/dev/null
exec {output}>&- {errors}>&-
wait "${copiers[@]}"
sync
printf '{ "status": %d, "output": %d, "errors": %d }\n' "$status" "$(<output-bytes)" "$(<errors-bytes)" >"${lines[2]}"
exec sleep infinity

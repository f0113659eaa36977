#!/bin/bash
# Debian's kernel in an emulator, with this machine's root directory over virtiofs: qemu.sh KERNEL-DIRECTORY MIB [KERNEL-ARGUMENT…]
# Run in the job's directory. As with User-Mode Linux the file descriptors 3, 4 and 5 are output, errors and status.
directory=$1 memory=$2
shift 2
virtiofsd=$(PATH=/usr/lib/qemu:/usr/libexec:$PATH command -v virtiofsd) || { echo 'virtiofsd is missing (package qemu-system-common)' && exit 1; }
"$virtiofsd" --socket-path=root.socket -o source=/ -o cache=always -o sandbox=chroot 3>&- 4>&- 5>&- &
until [ -S root.socket ]; do
  kill -0 $! || exit 1 # it has said why: it needs root
  sleep 0.02
done
echo "$directory/lib/modules" >modules
exec qemu-system-x86_64 -nodefaults -no-user-config -display none -serial stdio -no-reboot \
  -cpu max -smp 2 -accel tcg,thread=multi -m "$memory" \
  -object "memory-backend-memfd,id=memory,size=${memory}M,share=on" -numa node,memdev=memory \
  -chardev socket,id=root,path=root.socket -device vhost-user-fs-pci,chardev=root,tag=root \
  -device virtio-serial-pci \
  -chardev socket,id=output,fd=3 -device virtserialport,nr=1,chardev=output \
  -chardev socket,id=errors,fd=4 -device virtserialport,nr=2,chardev=errors \
  -chardev socket,id=status,fd=5 -device virtserialport,nr=3,chardev=status \
  -kernel "$directory"/boot/vmlinuz-* \
  -append "root=root rootfstype=virtiofs rw init=$PWD/init console=ttyS0 panic=-1 mitigations=off quiet $*"

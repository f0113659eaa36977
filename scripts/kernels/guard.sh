#!/bin/bash
# Runs a kernel until it ends or standard input does, and leaves nothing behind: guard.sh JOB COMMAND [ARGUMENT…]
# It is a process of its own so that this happens whatever becomes of the one that wants the kernel.
job=$1
shift
ulimit -c 0
set -m # each of the two has a process group
cd "$job" || exit 1
"$@" </dev/null 2>&1 &
kernel=$!
cat >/dev/null 3>&- 4>&- 5>&- &
end=$!
exec 2>/dev/null
wait -n
kill -KILL -- "-$kernel"
kill -KILL -- "-$end"
wait
rm -rf "$job"

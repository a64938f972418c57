#!/bin/sh
# usage: supervise.sh jailed|plain DIRECTORY COMMAND...
# Runs a server until standard input ends, then removes DIRECTORY. Standard input is a pipe from the test
# process and ends with it, even after SIGKILL.
set -u
umask 022
kind=$1 directory=$2
shift 2
if [ "$kind" = jailed ]; then
  # The end of unshare kills the first process of the PID namespace, and with it all others.
  unshare --mount --pid --fork --kill-child -- \
    sh "${0%/*}/jail.sh" "${0%/*}/run.sh" "$directory" "$@"
else
  sh "${0%/*}/run.sh" "$@"
fi
echo "ended with status $?"
# After an early end of the server, keep its log until the test has read it.
cat >/dev/null
rm -rf -- "$directory"

#!/bin/sh
# usage: supervise.sh jailed|plain DIRECTORY COMMAND...
# Runs a server until standard input ends, then removes DIRECTORY. Standard input is a pipe from
# the test process and ends whenever that process does, even by SIGKILL.
set -u
umask 022
kind=$1 directory=$2
shift 2
if [ "$kind" = jailed ]; then
  # Everything in the PID namespace dies with its first process, and that one with unshare.
  unshare --mount --pid --fork --kill-child -- \
    sh "${0%/*}/jail.sh" "${0%/*}/run.sh" "$directory" "$@"
else
  sh "${0%/*}/run.sh" "$@"
fi
echo "ended with status $?"
# A server that ended by itself leaves its log to the test until the test lets go.
cat >/dev/null
rm -rf -- "$directory"

#!/bin/sh
# usage: run.sh COMMAND...
# Runs COMMAND until it or standard input ends.
exec 3<&0
# vsftpd writes errors at startup to standard input, which it takes for its client.
"$@" 0>&1 3<&- &
server=$!
{
  read -r _ <&3
  kill -KILL "$server"
} 2>/dev/null &
wait "$server"
status=$?
kill -KILL $! 2>/dev/null
exit "$status"

#!/bin/sh
# usage: run.sh COMMAND...
# Runs COMMAND until it ends or standard input does.
exec 3<&0
# vsftpd takes standard input for its client, and there it says why it cannot start.
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

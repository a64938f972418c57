#!/bin/sh
# usage: jail.sh RUNNER DIRECTORY COMMAND...
# The first process of fresh PID and mount namespaces: gives the server accounts, PAM rules and a
# system log of its own, which nobody outside sees, then runs COMMAND.
set -eu
runner=$1 directory=$2
shift 2
# vsftpd takes a configuration from its own user only.
chown -R 0:0 "$directory/etc"
for file in passwd group shadow pam.d; do
  mount --bind "$directory/etc/$file" "/etc/$file"
done
mkdir "$directory/dev"
for device in null zero random urandom; do
  : >"$directory/dev/$device"
  mount --bind "/dev/$device" "$directory/dev/$device"
done
mount --rbind "$directory/dev" /dev
# Returns as soon as /dev/log can be written to, so no line is lost.
perl "${0%/*}/syslog.pl" /dev/log >>"$directory/logs/syslog.log"
exec sh "$runner" "$@"

#!/bin/sh
# usage: jail.sh RUNNER DIRECTORY COMMAND...
# The first process of new PID and mount namespaces: sets up accounts, PAM rules and a system log that
# exist only there, then runs COMMAND.
set -eu
runner=$1 directory=$2
shift 2
# vsftpd accepts only a configuration that its own user owns.
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

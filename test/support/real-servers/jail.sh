#!/bin/sh
# usage: jail.sh RUNNER DIRECTORY COMMAND...
# The first process of new PID and mount namespaces: sets up an /etc with its own accounts and PAM rules, a
# /dev and a system log, all of which exist only there, then runs COMMAND.
set -eu
runner=$1 directory=$2
shift 2
# vsftpd accepts only a configuration that its own user owns.
chown -R 0:0 "$directory/etc"
# The whole directory, because a mount on a single file disappears as soon as that file is replaced outside:
# installing a package or adding a user would leave the server without its accounts.
cp /etc/ld.so.cache "$directory/etc"
mount --bind "$directory/etc" /etc
mkdir "$directory/dev"
for device in null zero random urandom; do
  : >"$directory/dev/$device"
  mount --bind "/dev/$device" "$directory/dev/$device"
done
mount --rbind "$directory/dev" /dev
# Returns as soon as /dev/log can be written to, so no line is lost.
perl "${0%/*}/syslog.pl" /dev/log >>"$directory/logs/syslog.log"
exec sh "$runner" "$@"

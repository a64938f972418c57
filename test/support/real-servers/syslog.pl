# usage: syslog.pl SOCKET
# A system log of a few lines: writes what arrives at SOCKET to standard output. In Perl because
# every Debian has it and Node cannot listen on a datagram socket.
use strict;
use warnings;
use Socket;
my ($path) = @ARGV;
socket(my $log, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($log, sockaddr_un($path)) or die "bind: $!";
chmod 0666, $path;
exit 0 if fork;
open(STDIN, '<', '/dev/null');
while (defined recv($log, my $line, 65536, 0)) {
  $line =~ s/\s*\z/\n/;
  syswrite(STDOUT, $line);
}

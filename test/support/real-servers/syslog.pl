# usage: syslog.pl SOCKET
# A minimal system log that writes messages from SOCKET to standard output. In Perl because every Debian has
# it and Node can't listen on Unix datagram sockets.
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

/*
 * usage: stopwatch REPORT COMMAND [ARGUMENT]...
 *
 * Runs COMMAND and writes to the file REPORT what it cost, one fact a line:
 *
 *     packet NANOSECONDS out|in FLAGS    a TCP packet with SYN, FIN or RST set, in any order of connections
 *     wall NANOSECONDS                   from before the process was made until it had ended
 *     cpu MICROSECONDS                   user and system time
 *     memory KIBIBYTES                   largest resident set
 *     exit STATUS | signal NUMBER
 *
 * The packets are those of this network namespace. The kernel stamps them where the interface sees them and hands over
 * only the few that open and close connections, so that watching costs a bulk transfer nothing.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FIN = 1, SYN = 2, RST = 4, CAPTURED_BYTES = 128, TCP_FLAGS_OFFSET = 13 };

_Noreturn static void fail(const char *what) {
  perror(what);
  exit(125);
}

static int64_t nanoseconds(struct timespec time) {
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return nanoseconds(time);
}

/* A socket that sees the IPv4 packets of all interfaces, without link headers. */
static int watch_packets(void) {
  static struct sock_filter opens_or_closes[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), /* the IP version, above the header's length */
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40, 0, 6),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9), /* the protocol above IP */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 4),
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0), /* the IP header's length */
      BPF_STMT(BPF_LD | BPF_B | BPF_IND, TCP_FLAGS_OFFSET),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, FIN | SYN | RST, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, CAPTURED_BYTES),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  static const struct sock_fprog filter = {
      .len = sizeof opens_or_closes / sizeof *opens_or_closes,
      .filter = opens_or_closes,
  };
  const int on = 1;
  /* Bound only when the filter is set: nothing else may come in before. */
  int packets = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (packets < 0) fail("packet socket");
  if (setsockopt(packets, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter)) fail("filter");
  if (setsockopt(packets, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on)) fail("time stamps");
  /* Bound to IP alone, it would see what comes in but not what goes out. */
  struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  if (bind(packets, (struct sockaddr *)&all, sizeof all)) fail("bind");
  return packets;
}

/* Writes down every packet that has come so far. */
static void report_packets(int packets, FILE *report) {
  for (;;) {
    uint8_t packet[CAPTURED_BYTES];
    char control[CMSG_SPACE(sizeof(struct timespec))];
    struct sockaddr_ll from;
    struct iovec data = {packet, sizeof packet};
    struct msghdr message = {
        .msg_name = &from,
        .msg_namelen = sizeof from,
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    ssize_t length = recvmsg(packets, &message, 0);
    if (length < 0) {
      if (errno != EAGAIN) fail("receive packet");
      return;
    }
    struct cmsghdr *stamp = CMSG_FIRSTHDR(&message);
    size_t header = (packet[0] & 0xf) * 4u;
    if (stamp == NULL || stamp->cmsg_type != SCM_TIMESTAMPNS) fail("time stamp missing");
    struct timespec seen;
    memcpy(&seen, CMSG_DATA(stamp), sizeof seen);
    fprintf(report, "packet %lld %s %d\n", (long long)nanoseconds(seen),
            from.sll_pkttype == PACKET_OUTGOING ? "out" : "in",
            packet[header + TCP_FLAGS_OFFSET] & (FIN | SYN | RST));
  }
}

static pid_t start(char **command) {
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  execvp(command[0], command);
  perror(command[0]);
  _exit(127);
}

static void report_end(int status, int64_t wall, const struct rusage *used, FILE *report) {
  int64_t cpu = (used->ru_utime.tv_sec + used->ru_stime.tv_sec) * INT64_C(1000000) +
                used->ru_utime.tv_usec + used->ru_stime.tv_usec;
  fprintf(report, "wall %lld\ncpu %lld\nmemory %ld\n", (long long)wall, (long long)cpu,
          used->ru_maxrss);
  if (WIFEXITED(status)) {
    fprintf(report, "exit %d\n", WEXITSTATUS(status));
  } else {
    fprintf(report, "signal %d\n", WTERMSIG(status));
  }
}

int main(int count, char **arguments) {
  if (count < 3) {
    fprintf(stderr, "usage: stopwatch REPORT COMMAND [ARGUMENT]...\n");
    return 125;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  FILE *report = fopen(arguments[1], "we");
  if (report == NULL) fail(arguments[1]);
  int packets = watch_packets();

  int64_t started = now();
  pid_t child = start(arguments + 2);
  int end = (int)syscall(SYS_pidfd_open, child, 0);
  if (end < 0) fail("pidfd_open");
  struct pollfd events[] = {{.fd = end, .events = POLLIN}, {.fd = packets, .events = POLLIN}};
  do {
    if (poll(events, 2, -1) < 0 && errno != EINTR) fail("poll");
    report_packets(packets, report);
  } while ((events[0].revents & POLLIN) == 0);
  int status;
  struct rusage used;
  if (wait4(child, &status, 0, &used) < 0) fail("wait4");
  report_end(status, now() - started, &used, report);
  return fclose(report) == 0 ? 0 : 125;
}

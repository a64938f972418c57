/*
 * usage: stopwatch REPORT COMMAND [ARGUMENT]...
 *
 * Runs COMMAND and writes what it used to the file REPORT, one value per line:
 *
 *     packet NANOSECONDS out|in PORT FLAGS    a TCP packet with SYN, FIN or RST, and the local port
 *     wall NANOSECONDS                        from before the process was created until it ended
 *     cpu MICROSECONDS                        user and system time
 *     memory KIBIBYTES                        largest resident set
 *     exit STATUS                             missing if a signal ended the process
 *
 * The packets are those of this network namespace, with the kernel's timestamps. A filter in the kernel selects the few
 * packets that open and close connections, so that bulk transfers aren't slowed down.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
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

enum { FIN_SYN_RST = 7, CAPTURED_BYTES = 128, TCP_FLAGS_OFFSET = 13 };

_Noreturn static void fail(const char *what) {
  perror(what);
  exit(125);
}

static long long nanoseconds(struct timespec time) {
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Opens a socket that receives IPv4 packets of all interfaces, without link headers. */
static int open_capture(void) {
  static struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), /* IP version and header length */
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x40, 0, 6),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9), /* protocol */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 4),
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0), /* IP header length */
      BPF_STMT(BPF_LD | BPF_B | BPF_IND, TCP_FLAGS_OFFSET),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, FIN_SYN_RST, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, CAPTURED_BYTES),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  static const struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
  const int on = 1;
  /* Bound only after the filter is set, so that no other packets arrive before. */
  int capture = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (capture < 0) fail("packet socket");
  if (setsockopt(capture, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter)) fail("filter");
  if (setsockopt(capture, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on)) fail("timestamps");
  /* ETH_P_IP would only receive incoming packets. */
  struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  if (bind(capture, (struct sockaddr *)&all, sizeof all)) fail("bind");
  return capture;
}

/* Reports every packet received so far. */
static void report_packets(int capture, FILE *report) {
  for (;;) {
    uint8_t packet[CAPTURED_BYTES];
    char control[CMSG_SPACE(sizeof(struct timespec))];
    struct sockaddr_ll from;
    struct iovec data = {packet, sizeof packet};
    struct msghdr message = {&from, sizeof from, &data, 1, control, sizeof control, 0};
    if (recvmsg(capture, &message, 0) < 0) {
      if (errno != EAGAIN) fail("receive packet");
      return;
    }
    struct cmsghdr *stamp = CMSG_FIRSTHDR(&message);
    if (stamp == NULL || stamp->cmsg_type != SCM_TIMESTAMPNS) fail("timestamp missing");
    struct timespec time;
    memcpy(&time, CMSG_DATA(stamp), sizeof time);
    const uint8_t *tcp = packet + (packet[0] & 0xf) * 4u;
    int is_outgoing = from.sll_pkttype == PACKET_OUTGOING;
    /* The source port comes first. */
    const uint8_t *port = is_outgoing ? tcp : tcp + 2;
    fprintf(report, "packet %lld %s %d %d\n", nanoseconds(time), is_outgoing ? "out" : "in",
            port[0] << 8 | port[1], tcp[TCP_FLAGS_OFFSET] & FIN_SYN_RST);
  }
}

int main(int count, char **arguments) {
  if (count < 3) fail("usage: stopwatch REPORT COMMAND [ARGUMENT]...");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  FILE *report = fopen(arguments[1], "we");
  if (report == NULL) fail(arguments[1]);
  int capture = open_capture();

  struct timespec started, ended;
  clock_gettime(CLOCK_MONOTONIC, &started);
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    _exit(127);
  }
  int end = (int)syscall(SYS_pidfd_open, child, 0);
  if (end < 0) fail("pidfd_open");
  struct pollfd events[] = {{end, POLLIN, 0}, {capture, POLLIN, 0}};
  do {
    if (poll(events, 2, -1) < 0 && errno != EINTR) fail("poll");
    report_packets(capture, report);
  } while ((events[0].revents & POLLIN) == 0);
  int status;
  struct rusage used;
  if (wait4(child, &status, 0, &used) < 0) fail("wait4");
  clock_gettime(CLOCK_MONOTONIC, &ended);
  fprintf(report, "wall %lld\n", nanoseconds(ended) - nanoseconds(started));
  fprintf(report, "cpu %lld\n", (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL +
                                    used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  fprintf(report, "memory %ld\n", used.ru_maxrss);
  if (WIFEXITED(status)) fprintf(report, "exit %d\n", WEXITSTATUS(status));
  return fclose(report) == 0 ? 0 : 125;
}

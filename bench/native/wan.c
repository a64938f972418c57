/*
 * usage: wan DELAY_MICROSECONDS PID PID
 *
 * Links the network namespaces of two processes: creates a TUN device `wan0` in each and forwards every IP packet from one
 * to the other after DELAY_MICROSECONDS. Prints `ready` when both devices exist, and runs until standard input ends.
 *
 * Packets are forwarded one by one and in order. None is lost, merged or split while at most QUEUE_LENGTH of them are in
 * flight in one direction.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { PACKET_BYTES = 1500, QUEUE_LENGTH = 8192, BATCH = 16 };

/* One direction of the link. The queue is a ring buffer: `sent` and `received` only ever increase. */
struct direction {
  int from, to;
  int64_t delay;
  uint64_t received, sent;
  struct packet {
    int64_t due;
    size_t length;
    uint8_t bytes[PACKET_BYTES];
  } queue[QUEUE_LENGTH];
};

_Noreturn static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* Creates the device in the namespace of a process. This process stays in that namespace. */
static int create_device(const char *pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/ns/net", pid);
  int namespace = open(path, O_RDONLY | O_CLOEXEC);
  if (namespace < 0 || setns(namespace, CLONE_NEWNET)) fail(path);
  close(namespace);
  int device = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (device < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_name = "wan0", .ifr_flags = IFF_TUN | IFF_NO_PI};
  if (ioctl(device, TUNSETIFF, &request)) fail("TUNSETIFF");
  return device;
}

/* Queues packets that have arrived, a few at a time, because queued ones may be due. */
static void receive(struct direction *link) {
  for (int count = 0; count < BATCH && link->received - link->sent < QUEUE_LENGTH; count++) {
    struct packet *packet = &link->queue[link->received % QUEUE_LENGTH];
    ssize_t length = read(link->from, packet->bytes, sizeof packet->bytes);
    if (length <= 0) return; /* no packet, or the device is down */
    packet->length = (size_t)length;
    packet->due = now() + link->delay;
    link->received++;
  }
}

/* Sends the packets that are due. Returns the time until the next one is, or a negative number if there is none. */
static int64_t deliver(struct direction *link) {
  while (link->sent < link->received) {
    struct packet *packet = &link->queue[link->sent % QUEUE_LENGTH];
    int64_t early = packet->due - now();
    if (early > 0) return early;
    /* A device that is down rejects the packet, which is then lost. */
    if (write(link->to, packet->bytes, packet->length) < 0 && errno != EIO) fail("write");
    link->sent++;
  }
  return -1;
}

static void *forward(void *argument) {
  struct direction *link = argument;
  prctl(PR_SET_TIMERSLACK, 1);
  for (;;) {
    int64_t wait = deliver(link);
    struct timespec timeout = {wait / 1000000000, wait % 1000000000};
    int has_room = link->received - link->sent < QUEUE_LENGTH;
    struct pollfd arrival = {link->from, has_room ? POLLIN : 0, 0};
    if (ppoll(&arrival, 1, wait < 0 ? NULL : &timeout, NULL) < 0 && errno != EINTR) fail("ppoll");
    receive(link);
  }
}

int main(int count, char **arguments) {
  if (count != 4) fail("usage: wan DELAY_MICROSECONDS PID PID");
  /* A busy machine must not lengthen the delay. If this isn't permitted, the measured RTT shows it. */
  struct sched_param first = {.sched_priority = 1};
  sched_setscheduler(0, SCHED_FIFO, &first);
  int devices[] = {create_device(arguments[2]), create_device(arguments[3])};
  for (int index = 0; index < 2; index++) {
    struct direction *link = calloc(1, sizeof *link);
    if (link == NULL) fail("memory");
    link->from = devices[index];
    link->to = devices[1 - index];
    link->delay = strtoll(arguments[1], NULL, 10) * 1000;
    pthread_t thread;
    errno = pthread_create(&thread, NULL, forward, link);
    if (errno != 0) fail("thread");
  }
  puts("ready");
  fflush(stdout);
  while (read(STDIN_FILENO, &(char){0}, 1) > 0) continue;
  return 0;
}

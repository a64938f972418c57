/*
 * usage: wan DELAY_MICROSECONDS PID PID
 *
 * Joins the network namespaces of two processes: makes a TUN device `wan0` in each and forwards every IP packet from one
 * to the other, DELAY_MICROSECONDS later. Says `ready` when both devices are there, and runs until standard input ends.
 *
 * Packets are forwarded one by one, none merged and none cut, in their order and without loss, as long as no more than
 * QUEUE_LENGTH of them are under way in one direction.
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
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { PACKET_BYTES = 1500, QUEUE_LENGTH = 8192, BATCH = 16 };
static const char *const DEVICE = "wan0";

struct packet {
  int64_t due;
  size_t length;
  uint8_t bytes[PACKET_BYTES];
};

/* One way of the path. The queue is a ring: `sent` and `received` only ever grow. */
struct way {
  int from, to;
  int64_t delay;
  uint64_t received, sent;
  struct packet queue[QUEUE_LENGTH];
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

/* Makes the device in the namespace of a process; this process stays in that namespace. */
static int make_device(const char *pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/ns/net", pid);
  int namespace = open(path, O_RDONLY | O_CLOEXEC);
  if (namespace < 0 || setns(namespace, CLONE_NEWNET)) fail(path);
  close(namespace);
  int device = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  if (device < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, DEVICE, IFNAMSIZ - 1);
  if (ioctl(device, TUNSETIFF, &request)) fail("TUNSETIFF");
  return device;
}

/* Takes in what has arrived, as far as the queue has room: a little at a time, since others may be due meanwhile. */
static void receive(struct way *way) {
  for (int count = 0; count < BATCH && way->received - way->sent < QUEUE_LENGTH; count++) {
    struct packet *packet = &way->queue[way->received % QUEUE_LENGTH];
    ssize_t length = read(way->from, packet->bytes, sizeof packet->bytes);
    if (length <= 0) return; /* nothing there, or the device is down */
    packet->length = (size_t)length;
    packet->due = now() + way->delay;
    way->received++;
  }
}

/* Hands over what is due; returns how long to wait for the next one, or a negative number when there is none. */
static int64_t deliver(struct way *way) {
  while (way->sent < way->received) {
    struct packet *packet = &way->queue[way->sent % QUEUE_LENGTH];
    int64_t early = packet->due - now();
    if (early > 0) return early;
    /* A device that is down refuses the packet: lost, as on any path. */
    if (write(way->to, packet->bytes, packet->length) < 0 && errno != EIO) fail("write");
    way->sent++;
  }
  return -1;
}

static void *forward(void *argument) {
  struct way *way = argument;
  prctl(PR_SET_TIMERSLACK, 1);
  for (;;) {
    int64_t wait = deliver(way);
    struct timespec limit = {wait / 1000000000, wait % 1000000000};
    /* A full queue takes nothing in until something of it is due. */
    int room = way->received - way->sent < QUEUE_LENGTH;
    struct pollfd arrival = {.fd = way->from, .events = room ? POLLIN : 0};
    if (ppoll(&arrival, 1, wait < 0 ? NULL : &limit, NULL) < 0 && errno != EINTR) fail("ppoll");
    receive(way);
  }
}

static void start(int from, int to, int64_t delay) {
  struct way *way = calloc(1, sizeof *way);
  if (way == NULL) fail("memory");
  way->from = from;
  way->to = to;
  way->delay = delay;
  pthread_t thread;
  errno = pthread_create(&thread, NULL, forward, way);
  if (errno != 0) fail("thread");
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: wan DELAY_MICROSECONDS PID PID\n");
    return 2;
  }
  int64_t delay = strtoll(arguments[1], NULL, 10) * 1000;
  /* A busy machine must not lengthen the way. Where this is not permitted, the figures tell. */
  struct sched_param first = {.sched_priority = 1};
  sched_setscheduler(0, SCHED_FIFO, &first);
  int one = make_device(arguments[2]);
  int other = make_device(arguments[3]);
  start(one, other, delay);
  start(other, one, delay);
  puts("ready");
  fflush(stdout);
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) continue;
  return 0;
}

/* SPDX-License-Identifier: MIT
 *
 * A wall clock that a test can step, for one program: put before libc with LD_PRELOAD, it adds to
 * the machine's time the seconds that stand, as eight bytes, in the file $STEPPED_CLOCK, and looks
 * there each time it is asked. Clocks that only run (CLOCK_MONOTONIC and its kin) are left alone.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t step(void) {
  const char *path = getenv("STEPPED_CLOCK");
  int64_t seconds = 0;
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return 0;
  if (pread(file, &seconds, sizeof seconds, 0) != sizeof seconds) seconds = 0;
  close(file);
  return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int failed = (int)syscall(SYS_clock_gettime, clock, now);
  if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += step();
  return failed;
}

time_t time(time_t *result) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec exact = {0, 0};
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = (suseconds_t)(exact.tv_nsec / 1000);
  return 0;
}

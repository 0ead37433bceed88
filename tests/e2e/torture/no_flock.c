/* SPDX-License-Identifier: MIT
 * Storage without locks: preloaded, it has flock(2) fail with the error number in $NO_FLOCK. */
#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>

int flock(int descriptor, int operation) {
  const char *number = getenv("NO_FLOCK");
  (void)descriptor, (void)operation;
  errno = number ? atoi(number) : ENOLCK;
  return -1;
}

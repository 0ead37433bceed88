/* SPDX-License-Identifier: MIT
 * For tests/coverage.sh, by LD_PRELOAD: a child that leaves by _exit counts like one that ends.
 *
 * What ran is written down by the modules' destructors, which _exit leaves out. Let go as they are:
 * a traced child, whose test counts its system calls and kills it at each, which must not be in the
 * middle of that; one in a jail, where there is nothing to write to, and no /proc to ask; and one
 * that has become another user, who may not write. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is_the_builder(void) {
  struct stat program;
  return stat("/proc/self/exe", &program) == 0 && program.st_uid == geteuid();
}

static int is_traced(void) {
  char text[4096];
  const int status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  const ssize_t size = status < 0 ? 0 : read(status, text, sizeof text - 1);
  if (status >= 0) close(status);
  text[size < 0 ? 0 : size] = '\0';
  return strstr(text, "\nTracerPid:\t0\n") == NULL;
}

void _exit(int status) {
  static int is_leaving = 0;
  if (!is_leaving && is_the_builder() && !is_traced()) {
    is_leaving = 1;
    /* What the parent has not written yet is the parent's to write. */
    __fpurge(stdout);
    exit(status);
  }
  for (;;) syscall(SYS_exit_group, status);
}

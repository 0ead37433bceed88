/* SPDX-License-Identifier: MIT
 * The program as a server of itself: before main it waits for orders, and for each becomes a child
 * that runs the whole program from there. Starting it anew each time would take ten times as long.
 *
 * $ALLOCATIONS_ORDERS and $ALLOCATIONS_ANSWERS are descriptors, $ALLOCATIONS_FOLDER the folder in
 * which a child writes its out, err and report, $ALLOCATIONS_NEEDLES a file of needles. An order is
 * a line "FAULT NUMBER"; the answers are the child's process id, and its wait status. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim.h"

static const char *const variables[] = {"LD_PRELOAD", "ALLOCATIONS_FOLDER", "ALLOCATIONS_ORDERS",
                                        "ALLOCATIONS_ANSWERS", "ALLOCATIONS_NEEDLES"};
static int report_file = -1;

void report_open(const char *path) {
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  /* Where no program looks, and none closes what it does not know. */
  report_file = fcntl(file, F_DUPFD_CLOEXEC, 500);
  close(file);
}

void report(const char *format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  const int size = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (report_file >= 0 && size > 0) (void)!write(report_file, line, (size_t)size);
}

static int take_order(int orders) {
  char line[64];
  size_t size = 0;
  while (size < sizeof line - 1 && read(orders, line + size, 1) == 1)
    if (line[size++] == '\n') break;
  line[size] = '\0';
  int fault = 0;
  if (sscanf(line, "%d %ld", &fault, &order.number) != 2) return 0;
  order.fault = (enum fault)fault;
  return 1;
}

static void answer(int answers, long number) { dprintf(answers, "%ld\n", number); }

static void put(const char *folder, const char *name, int descriptor) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  dup2(file, descriptor);
  close(file);
}

/* Nothing of the shim in the surroundings of the program, or of what it starts. */
static void become_program(const char *folder, int orders, int answers) {
  char path[512];
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  put(folder, "out", STDOUT_FILENO);
  put(folder, "err", STDERR_FILENO);
  snprintf(path, sizeof path, "%s/report", folder);
  report_open(path);
  const char *needles = getenv("ALLOCATIONS_NEEDLES");
  if (needles) needles_load(needles);
  close(orders);
  close(answers);
  for (size_t i = 0; i < sizeof variables / sizeof *variables; ++i) unsetenv(variables[i]);
}

__attribute__((constructor)) static void serve(void) {
  const char *folder = getenv("ALLOCATIONS_FOLDER");
  if (!folder) return;
  const int orders = atoi(getenv("ALLOCATIONS_ORDERS"));
  const int answers = atoi(getenv("ALLOCATIONS_ANSWERS"));
  while (take_order(orders)) {
    const pid_t child = fork();
    if (child == 0) {
      become_program(folder, orders, answers);
      return;
    }
    int status = 0;
    answer(answers, child);
    waitpid(child, &status, 0);
    answer(answers, status);
  }
  _exit(0);
}

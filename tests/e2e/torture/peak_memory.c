/* SPDX-License-Identifier: MIT
 *
 *   peak_memory REPORT PROGRAM ARGUMENT...
 *
 * Runs the program, and writes to REPORT how much memory it had at its peak (KiB, wait4's ru_maxrss)
 * and how it ended (wait4's status). The kernel begins that count with what the process had before
 * it became the program; this one has next to nothing then, which no interpreter can say of itself.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct rusage used;
  int status = 0;
  FILE *report;
  pid_t child;
  if (argc < 3) return fprintf(stderr, "usage: peak_memory REPORT PROGRAM ARGUMENT...\n"), 2;
  child = fork();
  if (child < 0) return perror("fork"), 2;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  if (wait4(child, &status, 0, &used) != child) return perror("wait4"), 2;
  report = fopen(argv[1], "w");
  if (!report || fprintf(report, "%ld %d\n", used.ru_maxrss, status) < 0 || fclose(report) != 0)
    return perror(argv[1]), 2;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

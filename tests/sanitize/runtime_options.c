/* SPDX-License-Identifier: MIT
 *
 * For ld.so.preload, before the runtimes of AddressSanitizer and UndefinedBehaviorSanitizer: what
 * others have in ASAN_OPTIONS, for programs that clean their environment. REPORTS is the folder of
 * the findings, OPTIONS a folder with more options, in a file named as the program.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* The runtime need not be first here: nothing before it has functions of libc's names. Programs of
 * others leak, so leaks are looked for only where a file in OPTIONS says so. */
const char *__asan_default_options(void) {
  return "verify_asan_link_order=0:detect_leaks=0:log_path=" REPORTS "/asan:log_exe_name=1:"
         "include_if_exists=" OPTIONS "/%b";
}

const char *__ubsan_default_options(void) { return "print_stacktrace=1"; }

typedef void report_data(const char **kind, const char **message, const char **file,
                         unsigned *line, unsigned *column, char **memory);

/* What UBSan calls at a finding. GCC's has a log_path, but loses it where both runtimes are in one
 * process: ASan's function of the same name is called instead. */
void __ubsan_on_report(void) {
  const char *kind = "", *message = "no text", *file = "";
  unsigned line = 0, column = 0;
  char *memory, path[4096];
  int report;
  void *const runtime = dlopen("libubsan.so.1", RTLD_LAZY | RTLD_NOLOAD);
  report_data *data = NULL;
  if (runtime) *(void **)&data = dlsym(runtime, "__ubsan_get_current_report_data");
  if (data) data(&kind, &message, &file, &line, &column, &memory);
  snprintf(path, sizeof path, REPORTS "/ubsan.%s.%d", program_invocation_short_name, (int)getpid());
  report = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (report < 0) return;
  dprintf(report, "%s:%u:%u: %s: %s\n", file, line, column, kind, message);
  close(report);
}

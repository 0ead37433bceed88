// SPDX-License-Identifier: MIT
// For LD_PRELOAD: what libsasl2 sends to the system's log goes to the standard error.
#include <stdarg.h>
#include <stdio.h>

void __syslog_chk(int priority, int flag, const char* format, ...);

void __syslog_chk(int priority, int flag, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "<%d>", priority);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}

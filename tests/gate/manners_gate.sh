#!/bin/sh
# SPDX-License-Identifier: MIT
# What a module must never ask of the C library, since the process is the host's: to end it, to
# print or log past the host's own callbacks, to change what all of the process shares, to start
# threads or programs by itself.
#
#     manners_gate.sh PATH/MODULE.so [FUNCTION...]     (those that this module may call all the same)
#
# Exit: 0 all holds, 1 something does not, 2 usage, 77 no nm.
set -u
LC_ALL=C
export LC_ALL
[ $# -ge 1 ] && [ -f "$1" ] || { echo "usage: $0 MODULE.so [FUNCTION...]" >&2; exit 2; }
module=$1
shift
command -v nm >/dev/null || { echo "skipped: no nm"; exit 77; }

ends='exit _exit _Exit quick_exit abort __assert_fail __assert_perror_fail raise atexit on_exit'
speaks='syslog __syslog_chk vsyslog __vsyslog_chk openlog closelog setlogmask perror psignal
  stdout stderr printf __printf_chk vprintf fprintf __fprintf_chk puts putchar fputs fputc fwrite
  dprintf __dprintf_chk warn warnx err errx error'
changes='setenv putenv unsetenv clearenv setlocale uselocale umask chdir fchdir chroot signal
  sigaction sigprocmask alarm setitimer setrlimit nice setuid seteuid setgid setegid setreuid
  setresuid setgroups srand srandom tzset'
starts='fork vfork _Fork posix_spawn execve execv execvp system popen pthread_create pthread_atfork
  wait'

asked=$(nm -D --undefined-only "$module" | awk '{print $NF}' | sed 's/@.*//')
[ -n "$asked" ] || { echo "$module: asks for nothing; is it a module?" >&2; exit 1; }
failures=0
for function in $ends $speaks $changes $starts; do
  case " $* " in *" $function "*) continue ;; esac
  if printf '%s\n' "$asked" | grep -qxF -e "$function"; then
    echo "$module: calls $function" >&2
    failures=$((failures + 1))
  fi
done
[ "$failures" -eq 0 ] || exit 1
echo "$module: ends, prints, changes and starts nothing${*:+ but by: $*}"

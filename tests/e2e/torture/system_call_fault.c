/* SPDX-License-Identifier: MIT
 * Runs a program, counts its system calls and those of its threads and children, and lets one fail.
 *
 *   system_call_fault LOG SECONDS FROM FAULT PROGRAM [ARGUMENT]...
 *
 * FROM is "marks" (see fault_marks.h) or "start". FAULT is one of
 *
 *   none                  nothing fails; LOG gets a line of JSON for each call
 *   error:CALL:N:ERRNO    the N-th call of this name is not made and returns the error; close is
 *                         made all the same, as the kernel does
 *   onward:CALL:N:ERRNO   likewise, and so do all later calls that would fail for the same reason
 *   short:CALL:N          it transfers half of the bytes at most
 *   kill:CALL:N           SIGKILL before the call
 *   killed:CALL:N         SIGKILL after it
 *
 * LOG ends with {"fault": true} if the fault came to pass. Exit: the program's, 128 and the signal
 * that ended it, 124 if it took longer than SECONDS, 125 for an error here. Linux, x86-64. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "fault_marks.h"
#include "system_call_line.h"
#include "system_call_table.h"

enum { max_threads = 256, timed_out = 124, our_error = 125 };
enum kind { none, error, onward, cut_short, kill_before, kill_after };

struct thread {
  pid_t id;
  bool is_inside; /* of a call */
  bool is_hit;    /* the call that it is inside of is to fail */
  struct ptrace_syscall_info entry;
  char *line; /* for the log, as far as it is known before the call is made */
};

static struct {
  enum kind kind;
  char call[32];
  unsigned number;
  int error;
} fault;

static struct thread threads[max_threads];
static unsigned counts[max_calls];
static bool is_counting, is_done;
static FILE *out;

static _Noreturn void give_up(const char *what) {
  fprintf(stderr, "system_call_fault: %s: %s\n", what, strerror(errno));
  exit(our_error);
}

static struct thread *thread_of(pid_t id) {
  struct thread *unused = NULL;
  for (struct thread *one = threads; one != threads + max_threads; ++one) {
    if (one->id == id) return one;
    if (one->id == 0 && !unused) unused = one;
  }
  if (!unused) give_up("too many threads");
  *unused = (struct thread){.id = id};
  return unused;
}

/* `info` is NULL for a call from which nothing came back. */
static void end_line(struct thread *thread, const struct ptrace_syscall_info *info) {
  if (!thread->line) return;
  fprintf(out, "%s, \"result\": ", thread->line);
  if (info) fprintf(out, "%lld}\n", (long long)info->exit.rval);
  if (!info) fputs("null}\n", out);
  free(thread->line);
  thread->line = NULL;
}

/* --- The fault ---------------------------------------------------------------------------- */

static bool is_file(const struct thread *thread) {
  char target[4096];
  target_of(thread->id, (int)thread->entry.entry.args[0], target, sizeof target);
  return target[0] == '/' && strncmp(target, "/dev/", 5) != 0;
}

/* Whether what made the first call fail makes this one fail too: no space, or no writing at all. */
static bool fails_too(const struct thread *thread, const struct call *call) {
  const bool is_about_space = fault.error == ENOSPC || fault.error == EDQUOT;
  const unsigned flags = (unsigned)thread->entry.entry.args[2];
  if (strcmp(call->name, "openat") == 0) {
    const bool is_made = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
    return is_made || (!is_about_space && (flags & O_ACCMODE) != O_RDONLY);
  }
  if (call->needs == 's') return call->shape[1] == 'd' ? is_file(thread) : true;
  return call->needs == 'w' && !is_about_space;
}

static bool is_the_one(const struct thread *thread, const struct call *call) {
  if (fault.kind == none || strcmp(call->name, fault.call) != 0) return false;
  return counts[thread->entry.entry.nr] == fault.number;
}

static void poke(pid_t id, size_t where, unsigned long long value) {
  if (ptrace(PTRACE_POKEUSER, id, where, value) != 0) give_up("PTRACE_POKEUSER");
}

static void kill_process_of(pid_t id) {
  char path[64], line[128];
  int process = (int)id;
  FILE *status;
  snprintf(path, sizeof path, "/proc/%d/status", (int)id);
  status = fopen(path, "re");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "Tgid: %d", &process);
  if (status) fclose(status);
  kill(process, SIGKILL);
}

static void note_fault(void) {
  if (!is_done) fputs("{\"fault\": true}\n", out);
  is_done = true;
}

static void spoil_entry(struct thread *thread, const struct call *call) {
  const unsigned long long size = thread->entry.entry.args[2];
  thread->is_hit = true;
  note_fault();
  if (fault.kind == kill_before) kill_process_of(thread->id);
  if (fault.kind == cut_short && size > 1)
    poke(thread->id, offsetof(struct user_regs_struct, rdx), size / 2);
  if ((fault.kind == error || fault.kind == onward) && strcmp(call->name, "close") != 0)
    poke(thread->id, offsetof(struct user_regs_struct, orig_rax), (unsigned long long)-1);
}

static void spoil_exit(struct thread *thread) {
  thread->is_hit = false;
  if (fault.kind == kill_after) kill_process_of(thread->id);
  /* A program takes it that a call leaves this register alone. */
  if (fault.kind == cut_short)
    poke(thread->id, offsetof(struct user_regs_struct, rdx), thread->entry.entry.args[2]);
  if (fault.kind == error || fault.kind == onward)
    poke(thread->id, offsetof(struct user_regs_struct, rax), (unsigned long long)-fault.error);
}

/* --- The program -------------------------------------------------------------------------- */

static bool take_mark(const struct thread *thread) {
  const int given = (int)thread->entry.entry.args[0];
  if (strcmp(call_of(thread->entry.entry.nr)->name, "close") != 0) return false;
  if (given != begin_mark && given != end_mark) return false;
  is_counting = given == begin_mark;
  if (fault.kind == none && !is_counting) fputs("{\"call\": \"end_mark\"}\n", out);
  return true;
}

static void enter(struct thread *thread) {
  const struct call *call = call_of(thread->entry.entry.nr);
  if (take_mark(thread) || !is_counting) return;
  ++counts[thread->entry.entry.nr];
  if (fault.kind == none) {
    thread->line = line_of(thread->id, &thread->entry, counts[thread->entry.entry.nr]);
  }
  if (is_the_one(thread, call) || (is_done && fault.kind == onward && fails_too(thread, call)))
    spoil_entry(thread, call);
}

static void call_stop(struct thread *thread) {
  struct ptrace_syscall_info info;
  const bool was_counting = is_counting;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, thread->id, sizeof info, &info) <= 0) return;
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    thread->entry = info;
    enter(thread);
    thread->is_inside = was_counting && is_counting;
  } else if (info.op == PTRACE_SYSCALL_INFO_EXIT && thread->is_inside) {
    thread->is_inside = false;
    end_line(thread, &info);
    if (thread->is_hit) spoil_exit(thread);
  }
}

static void resume(struct thread *thread, int signal_number) {
  const bool may_run_freely = is_done && !thread->is_hit && fault.kind != onward;
  ptrace(may_run_freely ? PTRACE_CONT : PTRACE_SYSCALL, thread->id, 0, signal_number);
}

static int signal_for(struct thread *thread, int status, bool is_new) {
  const int number = WSTOPSIG(status);
  if (number == (SIGTRAP | 0x80)) {
    call_stop(thread);
    return 0;
  }
  if (status >> 16 != 0) return 0;              /* an event: a new thread, or exec */
  if (is_new && number == SIGSTOP) return 0;    /* how a new thread begins */
  return number;
}

static int watch(pid_t first) {
  int status, result = our_error;
  pid_t id;
  while ((id = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
    struct thread *thread;
    bool is_new;
    if (id <= 0) continue;
    is_new = true;
    for (int i = 0; i < max_threads; ++i) is_new = is_new && threads[i].id != id;
    thread = thread_of(id);
    if (!WIFSTOPPED(status)) {
      if (id == first) result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      end_line(thread, NULL);
      thread->id = 0;
      continue;
    }
    resume(thread, signal_for(thread, status, is_new));
  }
  return result;
}

static pid_t start(char **command) {
  const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                       PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  int status;
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    execvp(command[0], command);
    _exit(our_error);
  }
  if (child < 0 || waitpid(child, &status, 0) != child) give_up("fork");
  if (ptrace(PTRACE_SETOPTIONS, child, 0, options) != 0) give_up("PTRACE_SETOPTIONS");
  thread_of(child);
  ptrace(PTRACE_SYSCALL, child, 0, 0);
  return child;
}

static void read_fault(const char *text) {
  static const char *const kinds[] = {"none", "error", "onward", "short", "kill", "killed"};
  char kind[16] = "";
  sscanf(text, "%15[^:]:%31[^:]:%u:%d", kind, fault.call, &fault.number, &fault.error);
  for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    if (strcmp(kind, kinds[i]) == 0) {
      fault.kind = (enum kind)i;
      return;
    }
  }
  errno = EINVAL;
  give_up(text);
}

static void time_is_over(int number) {
  (void)number;
  _exit(timed_out); /* PTRACE_O_EXITKILL does the rest */
}

int main(int argc, char **argv) {
  int result;
  if (argc < 6) return fprintf(stderr, "usage: see system_call_fault.c\n"), our_error;
  read_fault(argv[4]);
  is_counting = strcmp(argv[3], "start") == 0;
  out = fopen(argv[1], "we");
  if (!out) give_up(argv[1]);
  signal(SIGALRM, time_is_over);
  alarm((unsigned)atoi(argv[2]));
  result = watch(start(argv + 5));
  return fclose(out) == 0 ? result : our_error;
}

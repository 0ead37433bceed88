// SPDX-License-Identifier: MIT
#include "tests/support/child.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace oauth {
namespace {

int status_of(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid failed");
  return status;
}

}  // namespace

pid_t start_child(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) _exit(body());
  return child;
}

int end_of_child(pid_t child) {
  const int status = status_of(child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool kill_child_at(int stop, const std::function<void()>& body) {
  const pid_t child = start_child([&] {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) return 1;
    raise(SIGSTOP);
    body();
    return 0;
  });
  int status = status_of(child);
  for (int i = 0; i < stop && WIFSTOPPED(status); ++i) {
    ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    status = status_of(child);
  }
  if (WIFSTOPPED(status)) {
    kill(child, SIGKILL);
    status_of(child);
    return true;
  }
  if (WEXITSTATUS(status) != 0) throw std::runtime_error("the child could not be traced");
  return false;
}

}  // namespace oauth

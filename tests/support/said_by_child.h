// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SAID_BY_CHILD_H
#define TESTS_SUPPORT_SAID_BY_CHILD_H

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace oauth {

/// Returns what `act` returns in a process of its own, whose limits and user it may change; at most
/// 1,024 bytes. "killed by signal N" if it was.
template <class Act>
std::string said_by_child(Act act) {
  int ends[2];
  CPPUNIT_ASSERT(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string outcome = act();
    const ssize_t written = ::write(ends[1], outcome.data(), outcome.size());
    ::_exit(written == static_cast<ssize_t>(outcome.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  char outcome[1024];
  const ssize_t size = ::read(ends[0], outcome, sizeof outcome);
  ::close(ends[0]);
  int status = 0;
  CPPUNIT_ASSERT(::waitpid(child, &status, 0) == child && size >= 0);
  if (WIFSIGNALED(status)) return "killed by signal " + std::to_string(WTERMSIG(status));
  return {outcome, static_cast<std::size_t>(size)};
}

}  // namespace oauth

#endif

// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_CHILD_H
#define TESTS_SUPPORT_CHILD_H

#include <sys/types.h>

#include <functional>

namespace oauth {

/// Runs `body` in a forked child, which leaves with what it returns. Returns the child's id.
pid_t start_child(const std::function<int()>& body);

/// Waits for the child. Returns its exit status, or 128 and the number of the signal that ended it.
int end_of_child(pid_t child);

inline int run_child(const std::function<int()>& body) { return end_of_child(start_child(body)); }

/// Runs `body` in a child that is killed (SIGKILL) at its `stop`th entry into or return from a
/// system call, counted from 1. Returns whether it was; false if it had ended by itself before.
bool kill_child_at(int stop, const std::function<void()>& body);

}  // namespace oauth

#endif

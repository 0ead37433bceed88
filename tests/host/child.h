// SPDX-License-Identifier: MIT
#ifndef TESTS_HOST_CHILD_H
#define TESTS_HOST_CHILD_H

#include <functional>
#include <string>

namespace host {

/// Returns what an assertion or another exception of `act` says, with its place; "" if all went
/// well. For threads, out of which no exception may come.
std::string failure_of(const std::function<void()>& act);

/// Runs `act` in a new process, since libsasl ranks and reads its path once a process, and passes
/// an assertion that fails there on to the test that called. The child leaves with _exit; one that
/// hangs is ended by SIGALRM after five minutes.
void in_child(const std::function<void()>& act);

/// The same in `count` processes side by side; each is told its number, from 0.
void in_children(int count, const std::function<void(int)>& act);

}  // namespace host

#endif

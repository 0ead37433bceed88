// SPDX-License-Identifier: MIT
#ifndef TESTS_HOST_CHILD_H
#define TESTS_HOST_CHILD_H

#include <functional>

namespace host {

/// Runs `act` in a new process, since libsasl ranks and reads its path once a process, and passes
/// an assertion that fails there on to the test that called. The child leaves with _exit; one that
/// hangs is ended by SIGALRM after a minute.
void in_child(const std::function<void()>& act);

}  // namespace host

#endif

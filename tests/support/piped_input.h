// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_PIPED_INPUT_H
#define TESTS_SUPPORT_PIPED_INPUT_H

#include <cppunit/TestAssert.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file_descriptor.h"

namespace tool {

/// While it lives the standard input is a pipe with this text in it, and its end behind that. (What
/// a terminal shows is tested end to end.)
class PipedInput {
 public:
  explicit PipedInput(const std::string& text) : before_(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, pipe(ends));
    const oauth::FileDescriptor output(ends[0]);
    const oauth::FileDescriptor input(ends[1]);
    CPPUNIT_ASSERT_EQUAL(static_cast<ssize_t>(text.size()),
                         write(input.get(), text.data(), text.size()));
    dup2(output.get(), STDIN_FILENO);
  }
  PipedInput(const PipedInput&) = delete;
  PipedInput& operator=(const PipedInput&) = delete;
  ~PipedInput() { dup2(before_.get(), STDIN_FILENO); }

 private:
  oauth::FileDescriptor before_;
};

}  // namespace tool

#endif

// SPDX-License-Identifier: MIT
#include "tests/host/child.h"

#include <cppunit/Asserter.h>
#include <cppunit/Exception.h>
#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <stdexcept>
#include <string>

namespace host {
namespace {

std::string failure_of(const std::function<void()>& act) {
  try {
    act();
    return {};
  } catch (const CppUnit::Exception& failure) {
    return failure.sourceLine().fileName() + ":" +
           std::to_string(failure.sourceLine().lineNumber()) + ": " + failure.what();
  } catch (const std::exception& failure) {
    return std::string("exception: ") + failure.what();
  }
}

[[noreturn]] void run(const std::function<void()>& act, int report) {
  alarm(60);
  const std::string failure = failure_of(act);
  const bool is_reported =
      write(report, failure.data(), failure.size()) == static_cast<ssize_t>(failure.size());
  _exit(failure.empty() && is_reported ? 0 : 1);
}

std::string read_all(int report) {
  std::string text;
  char bytes[4096];
  for (ssize_t size; (size = read(report, bytes, sizeof bytes)) > 0;) {
    text.append(bytes, static_cast<std::size_t>(size));
  }
  return text;
}

}  // namespace

void in_child(const std::function<void()>& act) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no fork");
  if (child == 0) {
    close(ends[0]);
    run(act, ends[1]);
  }
  close(ends[1]);
  const std::string failure = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  CppUnit::Asserter::failIf(!failure.empty(), failure);
  CppUnit::Asserter::failIf(status != 0,
                            "the child ended with wait status " + std::to_string(status));
}

}  // namespace host

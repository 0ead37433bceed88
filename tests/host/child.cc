// SPDX-License-Identifier: MIT
#include "tests/host/child.h"

#include <cppunit/Asserter.h>
#include <cppunit/Exception.h>
#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

// LeakSanitizer's, if it is there; by itself it looks at an exit alone.
extern "C" __attribute__((weak)) int __lsan_do_recoverable_leak_check();

namespace host {
namespace {

bool has_leaked() {
  if (__lsan_do_recoverable_leak_check == nullptr) return false;
  const bool is_in_a_jail = access("/proc/self/maps", R_OK) != 0;  // which it cannot do without
  return !is_in_a_jail && __lsan_do_recoverable_leak_check() != 0;
}

[[noreturn]] void run(const std::function<void()>& act, int report) {
  alarm(300);
  std::string failure = failure_of(act);
  if (failure.empty() && has_leaked()) failure = "memory was leaked";
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

struct Child {
  pid_t process;
  int report;
};

Child start(const std::function<void()>& act) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t process = fork();
  if (process < 0) throw std::runtime_error("no fork");
  if (process == 0) {
    close(ends[0]);
    run(act, ends[1]);
  }
  close(ends[1]);
  return {process, ends[0]};
}

// Returns what failed; "" if nothing did.
std::string end_of(const Child& child) {
  const std::string failure = read_all(child.report);
  close(child.report);
  int status = 0;
  waitpid(child.process, &status, 0);
  if (!failure.empty() || status == 0) return failure;
  return "the child ended with wait status " + std::to_string(status);
}

}  // namespace

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

void in_child(const std::function<void()>& act) {
  in_children(1, [&act](int) { act(); });
}

void in_children(int count, const std::function<void(int)>& act) {
  std::vector<Child> children;
  for (int number = 0; number < count; ++number) {
    children.push_back(start([&act, number] { act(number); }));
  }
  std::string failure;
  for (const Child& child : children) {
    const std::string one = end_of(child);
    if (failure.empty()) failure = one;
  }
  CppUnit::Asserter::failIf(!failure.empty(), failure);
}

}  // namespace host

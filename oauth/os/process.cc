// SPDX-License-Identifier: MIT
#include "oauth/os/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string_view>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;
using Instant = std::chrono::steady_clock::time_point;

Error failed(std::string what) { return {ErrorKind::no_access, std::move(what)}; }

Error cannot_run(int number) { return failed("cannot be run: " + describe_errno(number)); }

struct SpawnSettings {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }

  int redirect(int input, int output) {
    if (input >= 0) {
      const int number = ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
      if (number != 0) return number;
    }
    if (const int number = ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)) {
      return number;
    }
    return ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  }

  int reset_signals() {
    sigset_t none;
    sigset_t usual;
    ::sigemptyset(&none);
    ::sigemptyset(&usual);
    for (const int number : {SIGPIPE, SIGCHLD, SIGINT, SIGQUIT, SIGTERM}) {
      ::sigaddset(&usual, number);
    }
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &usual);
    return ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
};

// A running command; killed and waited for if nobody else did.
class Child {
 public:
  Child() = default;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) == -1 && errno == EINTR) {
    }
  }

  // Returns 0 or an errno.
  int start(const std::string& command, const std::string& argument, int input, int output) {
    SpawnSettings settings;
    if (const int number = settings.redirect(input, output)) return number;
    if (const int number = settings.reset_signals()) return number;
    std::string shell = "sh";
    std::string option = "-c";
    std::string line = command;
    std::string first = argument;
    char* const arguments[] = {shell.data(),
                               option.data(),
                               line.data(),
                               shell.data(),
                               argument.empty() ? nullptr : first.data(),
                               nullptr};
    pid_t id = 0;
    const int number =
        ::posix_spawn(&id, "/bin/sh", &settings.actions, &settings.attributes, arguments, environ);
    if (number == 0) id_ = id;
    return number;
  }

  // Waits for the end. Returns the status of waitpid; fails if the deadline passes first.
  Result<int> status(Instant deadline) {
    for (;;) {
      int status = 0;
      const pid_t ended = ::waitpid(id_, &status, WNOHANG);
      if (ended == id_) {
        id_ = 0;
        return status;
      }
      if (ended == -1 && errno != EINTR) {
        id_ = 0;
        return failed("cannot be waited for: " + describe_errno(errno));
      }
      if (std::chrono::steady_clock::now() >= deadline) {
        return Error{ErrorKind::unavailable, "closed its output, but did not end; correct it"};
      }
      // Its output is closed, so it is about to end: a short look now and then is enough.
      ::poll(nullptr, 0, 5);
    }
  }

 private:
  pid_t id_ = 0;
};

// Takes the first line out of what comes in pieces.
class FirstLine {
 public:
  // Returns whether it still fits.
  bool add(std::string_view piece) {
    if (is_whole_) return true;
    const std::size_t end = piece.find('\n');
    is_whole_ = end != piece.npos;
    line_.append(piece.substr(0, end));
    return line_.size() <= bounds::max_secret_bytes;
  }
  Error too_long() const {
    return failed("printed a line longer than " + std::to_string(bounds::max_secret_bytes) +
                  " bytes; let it print the secret alone");
  }
  Secret take() { return std::move(line_); }

 private:
  Secret line_;
  bool is_whole_ = false;
};

// Takes all of it.
class WholeText {
 public:
  explicit WholeText(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  bool add(std::string_view piece) {
    text_.append(piece);
    return text_.size() <= max_bytes_;
  }
  Error too_long() const {
    return failed("printed more than " + std::to_string(max_bytes_) + " bytes; correct it");
  }
  Secret take() { return std::move(text_); }

 private:
  const std::size_t max_bytes_;
  Secret text_;
};

Result<void> wait_for_output(const FileDescriptor& output, Instant deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Error{ErrorKind::unavailable, "took too long and was stopped"};
    pollfd wanted = {output.get(), POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return failed("cannot be read: " + describe_errno(errno));
  }
}

template <class Taker>
Result<Secret> read_output(const FileDescriptor& output, Instant deadline, Taker taker) {
  std::vector<char, WipingAllocator<char>> block(4096);
  for (;;) {
    if (auto waited = wait_for_output(output, deadline); !waited) return waited.error();
    const ssize_t count = ::read(output.get(), block.data(), block.size());
    if (count == 0) return taker.take();
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("cannot be read: " + describe_errno(errno));
    if (!taker.add({block.data(), static_cast<std::size_t>(count)})) return taker.too_long();
  }
}

Result<void> check_end(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (WIFEXITED(status)) {
    return failed("ended with status " + std::to_string(WEXITSTATUS(status)) +
                  "; try it in a shell");
  }
  return failed("was ended by signal " + std::to_string(WTERMSIG(status)) + "; try it in a shell");
}

struct Start {
  const std::string& command;
  std::string argument;  // "$1", if not empty
  int input = -1;        // -1: ours
};

template <class Taker>
Result<Secret> run(const Start& start, std::chrono::seconds limit, Taker taker) {
  const Instant deadline = std::chrono::steady_clock::now() + limit;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_run(errno);
  FileDescriptor output(ends[0]);
  FileDescriptor input(ends[1]);
  Child child;
  const int number = child.start(start.command, start.argument, start.input, input.get());
  if (number != 0) return cannot_run(number);
  input.reset();
  auto text = read_output(output, deadline, std::move(taker));
  if (!text) return text;
  auto status = child.status(deadline);
  if (!status) return status.error();
  if (auto ended = check_end(*status); !ended) return ended.error();
  return text;
}

}  // namespace

Result<Secret> SystemProcess::first_line_of(const std::string& command,
                                            std::chrono::seconds limit) {
  return run({command, {}, -1}, limit, FirstLine());
}

Result<Secret> filtered(const FilterCommand& filter) {
  const FileDescriptor file(::open(filter.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return file_error("open", filter.path, errno);
  return run({filter.command, filter.path, file.get()}, filter.limit, WholeText(filter.max_bytes));
}

}  // namespace oauth

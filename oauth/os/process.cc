// SPDX-License-Identifier: MIT
#include "oauth/os/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "oauth/os/command_output.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

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

// Our environment with these variables in it, in the form that a new program takes.
class Environment {
 public:
  explicit Environment(const Variables& variables) {
    for (const auto& [name, value] : variables) texts_.push_back(name + "=" + value);
    for (char** each = environ; *each != nullptr; ++each) {
      if (!is_replaced(*each, variables)) pointers_.push_back(*each);
    }
    for (std::string& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  char* const* pointers() { return pointers_.data(); }

 private:
  static bool is_replaced(std::string_view text, const Variables& variables) {
    const std::string_view name = text.substr(0, text.find('='));
    for (const auto& variable : variables) {
      if (variable.first == name) return true;
    }
    return false;
  }

  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

// A running command; killed and waited for if nobody else did.
class Child {
 public:
  explicit Child(char* const* environment = environ) : environment_(environment) {}
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
    const int number = ::posix_spawn(&id, "/bin/sh", &settings.actions, &settings.attributes,
                                     arguments, environment_);
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
  char* const* environment_;
  pid_t id_ = 0;
};

struct Start {
  const std::string& command;
  std::string argument;  // "$1", if not empty
  int input = -1;        // -1: ours
};

Result<Secret> run(const Start& start, std::chrono::seconds limit, CommandOutput wanted) {
  const Instant deadline = std::chrono::steady_clock::now() + limit;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_run(errno);
  FileDescriptor output(ends[0]);
  FileDescriptor input(ends[1]);
  Child child;
  const int number = child.start(start.command, start.argument, start.input, input.get());
  if (number != 0) return cannot_run(number);
  input.reset();
  auto text = read_command_output(output, deadline, wanted);
  if (!text) return text;
  auto status = child.status(deadline);
  if (!status) return status.error();
  if (auto ended = check_command_end(*status, wanted); !ended) return ended.error();
  return text;
}

}  // namespace

Result<Secret> SystemProcess::first_line_of(const std::string& command,
                                            std::chrono::seconds limit) {
  return oauth::run({command, {}, -1}, limit, a_secret);
}

Result<Secret> SystemProcess::output_of(const std::string& command, std::chrono::seconds limit) {
  return oauth::run({command, {}, -1}, limit, a_token);
}

Result<void> SystemProcess::run(const std::string& command, const Variables& variables,
                                std::chrono::seconds limit) {
  const Instant deadline = std::chrono::steady_clock::now() + limit;
  const FileDescriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!nothing) return cannot_run(errno);
  Environment environment(variables);
  Child child(environment.pointers());
  const int number = child.start(command, {}, nothing.get(), STDERR_FILENO);
  if (number != 0) return cannot_run(number);
  const auto status = child.status(deadline);
  if (!status && status.error().kind == ErrorKind::unavailable) {
    return Error{ErrorKind::unavailable, "took too long and was stopped"};
  }
  if (!status) return status.error();
  return check_command_end(*status, a_secret);
}

Result<Secret> filtered(const FilterCommand& filter) {
  const FileDescriptor file(::open(filter.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return file_error("open", filter.path, errno);
  return run({filter.command, filter.path, file.get()}, filter.limit,
             CommandOutput{CommandOutput::Part::all, filter.max_bytes, ErrorKind::no_access});
}

}  // namespace oauth

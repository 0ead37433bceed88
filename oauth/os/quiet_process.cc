// SPDX-License-Identifier: MIT
#include "oauth/os/quiet_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oauth/os/file_descriptor.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr char shell[] = "/bin/sh";

Error cannot_run(const std::string& why) { return {ErrorKind::no_access, "cannot be run: " + why}; }

// From here to the end of serve() nothing but async-signal-safe calls: the program may have other
// threads, whose locks no process of ours will ever see released.

void use_default_signals() {
  struct sigaction usual = {};
  usual.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &usual, nullptr);
}

[[noreturn]] void become(char* const* arguments) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  use_default_signals();
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(shell, arguments, environ);
  ::_exit(127);
}

bool takes_descriptors(int output) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return false;
  const bool is_done = ::dup2(nothing, STDIN_FILENO) >= 0 && ::dup2(nothing, STDERR_FILENO) >= 0 &&
                       ::dup2(output, STDOUT_FILENO) >= 0;
  return is_done && ::syscall(SYS_close_range, 3U, ~0U, 0U) == 0;
}

[[noreturn]] void serve(char* const* arguments, int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!takes_descriptors(output)) ::_exit(126);
  struct sigaction usual = {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, nullptr);  // ignored, it would take the command's status away
  const pid_t id = ::_Fork();
  if (id == 0) become(arguments);
  if (id < 0) ::_exit(126);
  ::close(STDOUT_FILENO);
  int status = 0;
  while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
  }
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

// The process between; killed and waited for if it has not ended.
class Servant {
 public:
  Servant() = default;
  Servant(const Servant&) = delete;
  Servant& operator=(const Servant&) = delete;
  ~Servant() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, __WCLONE) == -1 && errno == EINTR) {
    }
  }

  // Returns 0 or an errno.
  int start(const std::string& command, int output) {
    std::string name = "sh";
    std::string option = "-c";
    std::string line = command;
    char* const arguments[] = {name.data(), option.data(), line.data(), nullptr};
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    if (const int number = ::pthread_sigmask(SIG_SETMASK, &all, &before)) return number;
    // No flags, and 0 for the signal at its end: a fork that nobody hears of.
    const long id = ::syscall(SYS_clone, 0UL, nullptr, nullptr, nullptr, nullptr);
    if (id == 0) serve(arguments, output);
    const int number = id < 0 ? errno : 0;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (id > 0) id_ = static_cast<pid_t>(id);
    return number;
  }

  Result<int> status(Instant deadline) {
    for (;;) {
      int status = 0;
      const pid_t ended = ::waitpid(id_, &status, WNOHANG | __WCLONE);
      if (ended == id_) {
        id_ = 0;
        return status;
      }
      if (ended == -1 && errno != EINTR) {
        id_ = 0;
        return cannot_run("it cannot be waited for: " + describe_errno(errno));
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

}  // namespace

Result<Secret> QuietProcess::first_line_of(const std::string& command, std::chrono::seconds limit) {
  return run(command, limit, a_secret);
}

Result<Secret> QuietProcess::output_of(const std::string& command, std::chrono::seconds limit) {
  return run(command, limit, a_token);
}

Result<Secret> QuietProcess::run(const std::string& command, std::chrono::seconds limit,
                                 CommandOutput wanted) {
  if (::access(shell, X_OK) != 0) {
    return cannot_run(
        "there is no /bin/sh here, as in a chroot; have a timer outside run: sasl-oauth refresh "
        "--due");
  }
  const Instant deadline = std::chrono::steady_clock::now() + limit;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_run(describe_errno(errno));
  FileDescriptor output(ends[0]);
  FileDescriptor input(ends[1]);
  Servant servant;
  if (const int number = servant.start(command, input.get())) {
    return cannot_run(describe_errno(number));
  }
  input.reset();
  auto text = read_command_output(output, deadline, wanted);
  if (!text) return text;
  auto status = servant.status(deadline);
  if (!status) return status.error();
  if (auto ended = check_command_end(*status, wanted); !ended) return ended.error();
  return text;
}

}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "oauth/os/program_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/os/environment.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;
using Instant = std::chrono::steady_clock::time_point;

constexpr std::string_view administrators_folders =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

Error failed(std::string what) { return {ErrorKind::no_access, std::move(what)}; }

bool is_program(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         access(path.c_str(), X_OK) == 0;
}

// Returns the program's path; empty if there is none.
std::string find_program(const std::string& name) {
  const std::string folders = environment("PATH").append(":").append(administrators_folders);
  for (std::string_view rest = folders; !rest.empty();) {
    const std::string folder(rest.substr(0, rest.find(':')));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    if (folder.empty() || folder[0] != '/') continue;
    if (std::string path = folder + "/" + name; is_program(path)) return path;
  }
  return {};
}

// A running program; killed and waited for if nobody else did.
class Running {
 public:
  Running() = default;
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) == -1 && errno == EINTR) {
    }
  }

  // Returns 0 or an errno.
  int start(const std::string& path, const std::vector<std::string>& words, int output) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    for (std::string& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t id = 0;
    const int number =
        ::posix_spawn(&id, path.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (number == 0) id_ = id;
    return number;
  }

  // Waits for the end; the program has closed its output, so it is about to.
  Result<int> status(Instant deadline) {
    for (;;) {
      int status = 0;
      const pid_t ended = ::waitpid(id_, &status, WNOHANG);
      if (ended == id_) return id_ = 0, status;
      if (ended == -1 && errno != EINTR) {
        return id_ = 0, failed("cannot be waited for: " + describe_errno(errno));
      }
      if (std::chrono::steady_clock::now() >= deadline) {
        return Error{ErrorKind::unavailable, "did not end in time"};
      }
      ::poll(nullptr, 0, 5);
    }
  }

 private:
  pid_t id_ = 0;
};

Result<Secret> read_all(const FileDescriptor& output, Instant deadline) {
  Secret text;
  std::vector<char, WipingAllocator<char>> block(16 * 1024);
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Error{ErrorKind::unavailable, "took too long and was stopped"};
    pollfd wanted = {output.get(), POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(left.count())) <= 0) continue;
    const ssize_t count = ::read(output.get(), block.data(), block.size());
    if (count == 0) return text;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("cannot be read: " + describe_errno(errno));
    text.append({block.data(), static_cast<std::size_t>(count)});
    if (text.size() > bounds::max_program_output_bytes) return failed("printed too much");
  }
}

}  // namespace

Result<ProgramOutput> SystemPrograms::output_of(const std::vector<std::string>& words,
                                                std::chrono::seconds limit) {
  const Instant deadline = std::chrono::steady_clock::now() + limit;
  const std::string path = words.empty() ? std::string() : find_program(words[0]);
  if (path.empty()) return failed("is not installed");
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failed("cannot be run: " + describe_errno(errno));
  FileDescriptor output(ends[0]);
  FileDescriptor input(ends[1]);
  Running program;
  if (const int number = program.start(path, words, input.get())) {
    return failed("cannot be run: " + describe_errno(number));
  }
  input.reset();
  auto text = read_all(output, deadline);
  if (!text) return text.error();
  auto status = program.status(deadline);
  if (!status) return status.error();
  return ProgramOutput{WIFEXITED(*status) ? WEXITSTATUS(*status) : 128 + WTERMSIG(*status),
                       std::move(*text)};
}

}  // namespace oauth

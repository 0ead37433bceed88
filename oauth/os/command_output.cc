// SPDX-License-Identifier: MIT
#include "oauth/os/command_output.h"

#include <errno.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;
using Instant = std::chrono::steady_clock::time_point;

Error failed(const CommandOutput& wanted, std::string what) {
  return {wanted.failure, std::move(what)};
}

// Takes what counts out of what comes in pieces.
class Collector {
 public:
  explicit Collector(CommandOutput wanted) : wanted_(wanted) {}

  // Returns whether it still fits.
  bool add(std::string_view piece) {
    if (is_whole_) return true;
    if (wanted_.part == CommandOutput::Part::all) {
      text_.append(piece);
      return text_.size() <= wanted_.max_bytes;
    }
    const std::size_t end = piece.find('\n');
    is_whole_ = end != piece.npos;
    text_.append(piece.substr(0, end));
    return text_.size() <= wanted_.max_bytes;
  }

  Error too_long() const {
    const std::string limit = std::to_string(wanted_.max_bytes) + " bytes; ";
    if (wanted_.part == CommandOutput::Part::all) {
      return failed(wanted_, "printed more than " + limit + "correct it");
    }
    return failed(wanted_, "printed a line longer than " + limit + "let it print the secret alone");
  }

  Secret take() { return std::move(text_); }

 private:
  CommandOutput wanted_;
  Secret text_;
  bool is_whole_ = false;
};

Result<void> wait_for_output(const FileDescriptor& output, Instant deadline,
                             CommandOutput wanted_output) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Error{ErrorKind::unavailable, "took too long and was stopped"};
    pollfd wanted = {output.get(), POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) {
      return failed(wanted_output, "cannot be read: " + describe_errno(errno));
    }
  }
}

}  // namespace

Result<Secret> read_command_output(const FileDescriptor& output, Instant deadline,
                                   CommandOutput wanted) {
  Collector collector(wanted);
  std::vector<char, WipingAllocator<char>> block(4096);
  for (;;) {
    if (auto waited = wait_for_output(output, deadline, wanted); !waited) return waited.error();
    const ssize_t count = ::read(output.get(), block.data(), block.size());
    if (count == 0) return collector.take();
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(wanted, "cannot be read: " + describe_errno(errno));
    if (!collector.add({block.data(), static_cast<std::size_t>(count)})) {
      return collector.too_long();
    }
  }
}

Result<void> check_command_end(int status, CommandOutput wanted) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (WIFEXITED(status)) {
    return failed(
        wanted, "ended with status " + std::to_string(WEXITSTATUS(status)) + "; try it in a shell");
  }
  return failed(wanted,
                "was ended by signal " + std::to_string(WTERMSIG(status)) + "; try it in a shell");
}

}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "tool/hidden_input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <optional>

#include "oauth/base/text.h"
#include "oauth/os/file_descriptor.h"
#include "tool/line_input.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::Secret;

/// Keeps a terminal from showing what is typed while it lives.
class EchoOff {
 public:
  EchoOff() : is_active_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_active_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;
  ~EchoOff() {
    if (is_active_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_ = {};
  bool is_active_;
};

oauth::FileDescriptor deadly_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&signals, number);
  return oauth::FileDescriptor(signalfd(-1, &signals, SFD_CLOEXEC));
}

// Returns the line; nothing at the end of the input and once a signal waits, which takes effect as
// soon as the signals are let go again.
std::optional<Secret> read_line(int signals) {
  LineInput typing(STDIN_FILENO);
  for (;;) {
    if (auto line = typing.take_line()) return line;
    if (typing.descriptor() < 0) return std::nullopt;
    pollfd wanted[] = {{STDIN_FILENO, POLLIN, 0}, {signals, POLLIN, 0}};
    if (poll(wanted, 2, -1) < 0 && errno != EINTR) return std::nullopt;
    if (wanted[1].revents != 0) return std::nullopt;
    if (wanted[0].revents != 0) typing.read();
  }
}

std::optional<Secret> read_silently() {
  const SignalsHeld held;
  const oauth::FileDescriptor signals = deadly_signals();
  const EchoOff silent;
  return read_line(signals.get());
}

Result<Secret> checked(std::optional<Secret> line, const std::string& question,
                       const std::string& remedy) {
  if (line) return std::move(*line);
  return Error{ErrorKind::bad_config, "no answer to \"" + question + "\"; " + remedy};
}

}  // namespace

Result<Secret> read_hidden_line(Terminal& terminal, const std::string& question,
                                const std::string& remedy) {
  if (isatty(STDIN_FILENO) != 1) return checked(read_line(-1), question, remedy);
  terminal.ask(question);
  return checked(read_silently(), question, remedy);
}

Result<Secret> read_shown_line(Terminal& terminal, const std::string& question,
                               const std::string& remedy) {
  if (isatty(STDIN_FILENO) == 1) terminal.ask(question);
  return checked(read_line(-1), question, remedy);
}

}  // namespace tool

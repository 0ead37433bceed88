// SPDX-License-Identifier: MIT
#include "tool/terminal.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "oauth/base/text.h"
#include "oauth/os/environment.h"

namespace tool {
namespace {

constexpr std::string_view light_on_dark = "\x1b[97;40m";
constexpr std::string_view erase_line = "\r\x1b[K";

std::string_view sequence_of(Style style) {
  switch (style) {
    case Style::good:
      return "\x1b[32m";
    case Style::notable:
      return "\x1b[33m";
    case Style::bad:
      return "\x1b[31m";
    case Style::faint:
      return "\x1b[2m";
    case Style::strong:
      return "\x1b[1m";
  }
  return {};
}

std::string painted(Looks looks, Style style, std::string_view text) {
  if (looks == Looks::plain) return std::string(text);
  return std::string(sequence_of(style)).append(text).append("\x1b[0m");
}

void put(FILE* stream, std::string_view text) { fwrite(text.data(), 1, text.size(), stream); }

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The first of these that is set decides (POSIX, section 8.2).
bool is_utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string value = oauth::ascii_lower(oauth::environment(name));
    if (value.empty()) continue;
    return value.find("utf-8") != value.npos || value.find("utf8") != value.npos;
  }
  return false;
}

std::size_t columns_of(int descriptor) {
  struct winsize size = {};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

TerminalSettings detect_terminal(bool is_quiet, bool is_verbose) {
  const std::string term = oauth::environment("TERM");
  const bool is_able = !term.empty() && term != "dumb";
  const bool may_colour = is_able && oauth::environment("NO_COLOR").empty();
  const auto looks = [&](int descriptor) {
    return may_colour && isatty(descriptor) == 1 ? Looks::coloured : Looks::plain;
  };
  return {is_quiet,
          is_verbose,
          looks(STDOUT_FILENO),
          looks(STDERR_FILENO),
          is_able && isatty(STDERR_FILENO) == 1,
          is_utf8_locale(),
          columns_of(STDERR_FILENO),
          is_able && isatty(STDOUT_FILENO) == 1};
}

void Terminal::print(std::string_view line) {
  end_progress();
  put(output_, line);
  put(output_, "\n");
}

void Terminal::print(const oauth::Secret& line) {
  end_progress();
  oauth::Secret whole = line.clone();
  whole.append("\n");
  if (fflush(output_) != 0 || !write_all(fileno(output_), whole.reveal())) has_failed_ = true;
}

void Terminal::note(std::string_view line) {
  if (!settings_.is_quiet) ask(line);
}

void Terminal::ask(std::string_view line) { say({}, line); }

void Terminal::detail(std::string_view line) {
  if (settings_.is_verbose) say("  ", painted(settings_.errors, Style::faint, line));
}

void Terminal::warn(std::string_view sentence) {
  if (settings_.is_quiet) return;
  say("sasl-oauth: " + painted(settings_.errors, Style::notable, "warning:") + " ", sentence);
}

void Terminal::fail(std::string_view sentence) {
  say(painted(settings_.errors, Style::bad, "sasl-oauth:") + " ", sentence);
}

void Terminal::progress(std::string_view line) {
  if (!shows_progress()) return;
  put(errors_, erase_line);
  put(errors_, painted(settings_.errors, Style::faint, line));
  fflush(errors_);
  has_progress_ = true;
}

std::string Terminal::styled(Style style, std::string_view text) const {
  return painted(settings_.output, style, text);
}

std::string Terminal::noted(Style style, std::string_view text) const {
  return painted(settings_.errors, style, text);
}

bool Terminal::can_draw(std::size_t columns) const {
  return shows_progress() && settings_.is_utf8 && columns <= settings_.columns;
}

void Terminal::draw(std::string_view line) {
  const bool is_plain = settings_.errors == Looks::plain;
  say(is_plain ? "" : light_on_dark, std::string(line).append(is_plain ? "" : "\x1b[0m"));
}

bool Terminal::flush() {
  end_progress();
  return fflush(output_) == 0 && ferror(output_) == 0 && !has_failed_;
}

void Terminal::say(std::string_view prefix, std::string_view line) {
  end_progress();
  fflush(output_);
  put(errors_, std::string(prefix).append(line).append("\n"));
  fflush(errors_);
}

void Terminal::end_progress() {
  if (!has_progress_) return;
  put(errors_, erase_line);
  fflush(errors_);
  has_progress_ = false;
}

}  // namespace tool

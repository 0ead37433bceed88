// SPDX-License-Identifier: MIT
#ifndef TOOL_TERMINAL_H
#define TOOL_TERMINAL_H

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

#include "oauth/base/secret.h"

namespace tool {

enum class Style { good, notable, bad, faint, strong };

/// Whether a stream is a terminal that takes escape sequences.
enum class Looks { plain, coloured };

struct TerminalSettings {
  bool is_quiet = false;
  bool is_verbose = false;
  Looks output = Looks::plain;
  Looks errors = Looks::plain;
  bool can_update = false;    // the errors' stream can show a line that changes
  bool is_utf8 = false;       // what is shown there may have letters beyond ASCII
  std::size_t columns = 0;    // of the errors' stream; 0: not known
  bool shows_output = false;  // the output is a terminal
};

/// Returns the settings for our own standard streams: colour on a terminal, unless NO_COLOR is set
/// (https://no-color.org) or TERM is "dumb".
TerminalSettings detect_terminal(bool is_quiet, bool is_verbose);

/// All that the tool says. Answers go to the output, everything about them to the errors' stream.
class Terminal {
 public:
  /// The streams are borrowed.
  Terminal(FILE* output, FILE* errors, TerminalSettings settings)
      : output_(output), errors_(errors), settings_(settings) {}

  /// A line of the answer.
  void print(std::string_view line);
  /// The same for a line with a secret in it: it goes through no buffer that is left unwiped.
  void print(const oauth::Secret& line);

  /// For the person who waits; nothing if quiet.
  void note(std::string_view line);
  /// The same, but even if quiet: without it the command cannot go on.
  void ask(std::string_view line);
  /// For the curious; only if verbose.
  void detail(std::string_view line);
  /// "sasl-oauth: warning: SENTENCE"; nothing if quiet.
  void warn(std::string_view sentence);
  /// "sasl-oauth: SENTENCE".
  void fail(std::string_view sentence);

  /// Shows a line that the next progress replaces, where that can be done; elsewhere nothing.
  void progress(std::string_view line);
  bool shows_progress() const { return settings_.can_update && !settings_.is_quiet; }

  /// Returns whether a drawing of so many columns, in half blocks, can be shown.
  bool can_draw(std::size_t columns) const;
  /// A line of such a drawing: light on dark, whatever the terminal's own colours are.
  void draw(std::string_view line);

  bool is_quiet() const { return settings_.is_quiet; }
  /// Returns whether the answer may have symbols beyond ASCII: on a terminal that knows UTF-8.
  bool shows_symbols() const { return settings_.shows_output && settings_.is_utf8; }

  /// Returns the text as it is to look in the answer, or in what is said about it.
  std::string styled(Style style, std::string_view text) const;
  std::string noted(Style style, std::string_view text) const;

  /// Returns whether all of the answer got out.
  bool flush();

 private:
  void say(std::string_view prefix, std::string_view line);
  void end_progress();

  FILE* output_;
  FILE* errors_;
  const TerminalSettings settings_;
  bool has_progress_ = false;
  bool has_failed_ = false;
};

}  // namespace tool

#endif

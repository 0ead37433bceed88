// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_CAPTURED_TERMINAL_H
#define TESTS_SUPPORT_CAPTURED_TERMINAL_H

#include <cstdio>
#include <memory>
#include <string>

#include "tool/terminal.h"

namespace tool {

/// A terminal whose two streams are files that can be looked at.
class CapturedTerminal {
 public:
  explicit CapturedTerminal(TerminalSettings settings = {})
      : terminal(output_.get(), errors_.get(), settings) {}

  std::string output() { return content(output_.get()); }
  std::string errors() { return content(errors_.get()); }

 private:
  struct Closer {
    void operator()(FILE* file) const { fclose(file); }
  };
  using File = std::unique_ptr<FILE, Closer>;

  static std::string content(FILE* file) {
    fflush(file);
    std::string text(static_cast<std::size_t>(ftell(file)), '\0');
    rewind(file);
    text.resize(fread(text.data(), 1, text.size(), file));
    return text;
  }

  File output_{tmpfile()};
  File errors_{tmpfile()};

 public:
  Terminal terminal;
};

}  // namespace tool

#endif

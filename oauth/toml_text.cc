// SPDX-License-Identifier: MIT
#include "oauth/toml_text.h"

#include <algorithm>
#include <cstdint>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Returns how many octets the character has that begins with `lead`, in well-formed UTF-8.
std::size_t length_by(char lead) {
  const auto octet = static_cast<unsigned char>(lead);
  if (octet < 0x80) return 1;
  if (octet < 0xe0) return 2;
  return octet < 0xf0 ? 3 : 4;
}

// Returns the escape for one character beyond ASCII: \UXXXXXXXX.
std::string escape(std::string_view character) {
  std::uint32_t code = static_cast<unsigned char>(character[0]) & (0xffu >> (character.size() + 1));
  for (const char c : character.substr(1)) {
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  }
  std::string text = "\\U";
  for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[code >> shift & 0xf];
  return text;
}

// Rewrites one line, which is UTF-8.
class Line {
 public:
  Line(std::string_view line, Secret& ascii) : line_(line), ascii_(ascii) {}

  // Returns what is wrong with it, or nothing.
  std::string_view rewrite() {
    while (at_ < line_.size()) {
      const char c = line_[at_];
      if (!is_ascii(c)) {
        return "a letter beyond ASCII stands outside of quotes; put \"double quotes\" around it";
      }
      if (c == '#') {
        take_comment();
      } else if (c != '"' && c != '\'') {
        take(1);
      } else if (line_.substr(at_, 3) == std::string(3, c)) {
        return "a text begins with three quotes; write it on one line, in one pair";
      } else if (!take_string(c)) {
        return "a letter beyond ASCII stands in single quotes; use \"double quotes\"";
      }
    }
    return {};
  }

 private:
  void take(std::size_t count) {
    ascii_.append(line_.substr(at_, count));
    at_ = std::min(at_ + count, line_.size());
  }

  void take_comment() {
    while (at_ < line_.size()) {
      if (is_ascii(line_[at_])) {
        take(1);
      } else {
        ascii_.append("?");
        ++at_;
      }
    }
  }

  // Takes a backslash and the letter behind it. What is no escape must not become one.
  void take_escape() {
    take(1);
    if (at_ < line_.size() && is_ascii(line_[at_])) {
      take(1);
    } else {
      ascii_.append("?");
    }
  }

  // Takes a string, to its end, or to the line's if it has none. Returns whether it could.
  bool take_string(char quote) {
    take(1);
    while (at_ < line_.size() && line_[at_] != quote) {
      const char c = line_[at_];
      if (c == '\\' && quote == '"') {
        take_escape();
      } else if (is_ascii(c)) {
        take(1);
      } else if (quote == '"') {
        const std::size_t length = length_by(c);
        ascii_.append(escape(line_.substr(at_, length)));
        at_ += length;
      } else {
        return false;
      }
    }
    take(1);
    return true;
  }

  std::string_view line_;
  Secret& ascii_;
  std::size_t at_ = 0;
};

std::string_view rewrite(std::string_view line, Secret& ascii) {
  if (line.size() > bounds::max_config_line_bytes) return "this line is too long; shorten it";
  if (!is_utf8(line)) return "this line is not UTF-8; save the file as UTF-8";
  return Line(line, ascii).rewrite();
}

}  // namespace

Result<Secret> toml_in_ascii(std::string_view text, const std::string& file) {
  if (starts_with(text, "\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark
  Secret ascii;
  ascii.reserve(text.size());
  for (unsigned number = 1; !text.empty(); ++number) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    if (const auto fault = rewrite(text.substr(0, length), ascii); !fault.empty()) {
      return Error{ErrorKind::bad_config,
                   file + ":" + std::to_string(number) + ": " + std::string(fault)};
    }
    if (length < text.size()) ascii.append("\n");
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return ascii;
}

}  // namespace oauth

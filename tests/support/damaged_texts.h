// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_DAMAGED_TEXTS_H
#define TESTS_SUPPORT_DAMAGED_TEXTS_H

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

namespace oauth {

/// One text with one damage.
struct DamagedText {
  std::string text;
  std::size_t at = 0;    // the byte it was cut at, or that has another bit
  std::size_t line = 0;  // the one with that byte, from 0
  std::string where;     // for the message of a test: "cut at byte 12", "bit 3 of byte 12"
};

using JudgeOfDamage = std::function<void(const DamagedText& damaged)>;

inline std::size_t line_of(const std::string& whole, std::size_t at) {
  const auto end = whole.begin() + static_cast<std::ptrdiff_t>(at);
  return static_cast<std::size_t>(std::count(whole.begin(), end, '\n'));
}

/// Has the text judged cut at each byte: from nothing of it to all but its last byte.
inline void cut_at_every_byte(const std::string& whole, const JudgeOfDamage& judge) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    judge({whole.substr(0, at), at, line_of(whole, at), "cut at byte " + std::to_string(at)});
  }
}

/// Has the text judged with each of its bits flipped, one at a time.
inline void flip_every_bit(const std::string& whole, const JudgeOfDamage& judge) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    DamagedText damaged{whole, at, line_of(whole, at), {}};
    for (int bit = 0; bit < 8; ++bit) {
      damaged.text[at] = static_cast<char>(whole[at] ^ (1 << bit));
      damaged.where = "bit " + std::to_string(bit) + " of byte " + std::to_string(at);
      judge(damaged);
    }
  }
}

/// Returns the first line of `whole` but that of the damage that is no line of `text`, the comma
/// behind a member aside; empty if none is lost.
inline std::string lost_line(const std::string& whole, const DamagedText& damaged,
                             std::string_view text) {
  const std::string all = "\n" + std::string(text);
  std::size_t begin = 0;
  for (std::size_t line = 0; begin < whole.size(); ++line) {
    const std::size_t end = std::min(whole.find('\n', begin), whole.size());
    const bool has_comma = end > begin && whole[end - 1] == ',';
    const std::string member = "\n" + whole.substr(begin, end - begin - (has_comma ? 1 : 0));
    const std::size_t found = all.find(member);
    const std::size_t behind = found + member.size();
    const bool is_there =
        found != all.npos && (behind == all.size() || all[behind] == ',' || all[behind] == '\n');
    if (line != damaged.line && !is_there) return member.substr(1);
    begin = end + 1;
  }
  return {};
}

}  // namespace oauth

#endif

// SPDX-License-Identifier: MIT
#include "tool/doctor/plugin_conf_lines.h"

#include <algorithm>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

using oauth::equals_ignoring_case;

// plugin/door/plugin_conf.h, max_conf_bytes.
constexpr std::size_t read_bytes = 8192;

constexpr std::string_view blanks = " \t\r\v\f";

bool is_one_of(std::string_view word, const std::vector<std::string_view>& choices) {
  return std::any_of(choices.begin(), choices.end(),
                     [&](std::string_view choice) { return equals_ignoring_case(word, choice); });
}

// Words up to a comment: a '#' where a word could begin.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == line.npos || line[begin] == '#') return words;
    line.remove_prefix(begin);
    words.push_back(line.substr(0, line.find_first_of(blanks)));
    line.remove_prefix(words.back().size());
  }
}

std::string shown(std::string_view text) {
  return "\"" + oauth::printable(text, oauth::bounds::max_quoted_bytes) + "\"";
}

class LineCheck {
 public:
  LineCheck(std::string where, Findings& findings)
      : where_(std::move(where)), findings_(findings) {}

  void run(std::string_view line) {
    const std::vector<std::string_view> all = words_of(line);
    if (all.empty()) return;
    const std::size_t colon = line.find(':');
    if (colon == line.npos || words_of(line.substr(0, colon)).size() != 1) {
      return complain(shown(all[0]) + " begins no \"key: value\"",
                      "prefer: auto, noplaintext: no, or jailed: smtp=postfix");
    }
    const std::string_view key = words_of(line.substr(0, colon))[0];
    const std::vector<std::string_view> words = words_of(line.substr(colon + 1));
    if (equals_ignoring_case(key, "prefer")) return check_prefer(words);
    if (equals_ignoring_case(key, "noplaintext")) return check_noplaintext(words);
    if (equals_ignoring_case(key, "jailed")) return check_jailed(words);
    const auto meant = oauth::nearest(key, {"prefer", "noplaintext", "jailed"});
    complain("there is no key " + shown(key),
             meant ? std::string(*meant) + ": ..." : "the keys are prefer, noplaintext and jailed");
  }

 private:
  void check_prefer(const std::vector<std::string_view>& words) {
    if (words.empty()) complain("prefer says nothing", "prefer: auto");
    for (const std::string_view word : words) {
      const std::size_t sign = word.find('=');
      const std::string_view choice = sign == word.npos ? word : word.substr(sign + 1);
      if (is_one_of(choice, {"auto", "yes", "no"})) continue;
      const std::string program(word.substr(0, sign == word.npos ? 0 : sign + 1));
      complain(shown(word) + " is neither auto, yes, no nor PROGRAM=auto, =yes, =no",
               "prefer: " + oauth::printable(program, oauth::bounds::max_quoted_bytes) + "auto");
    }
  }

  void check_noplaintext(const std::vector<std::string_view>& words) {
    const bool is_good = words.size() == 1 &&
                         is_one_of(words[0], {"yes", "on", "true", "1", "no", "off", "false", "0"});
    if (!is_good) complain("noplaintext is neither yes nor no, so it is no", "noplaintext: no");
  }

  void check_jailed(const std::vector<std::string_view>& words) {
    for (const std::string_view word : words) {
      const std::size_t sign = word.find('=');
      if (sign != word.npos && sign > 0 && sign + 1 < word.size()) continue;
      complain(shown(word) + " is no PROGRAM=USER", "jailed: smtp=postfix lmtp=postfix");
    }
  }

  void complain(const std::string& what, const std::string& remedy) {
    findings_.push_back(warning(where_ + what + "; it is passed over", remedy));
  }

  const std::string where_;
  Findings& findings_;
};

}  // namespace

Findings check_plugin_conf(std::string_view text, const std::string& path) {
  Findings findings;
  if (text.size() > read_bytes) {
    findings.push_back(warning(path + " is longer than 8192 bytes; the rest of it is passed over",
                               "shorten " + path + " to its three keys"));
    text = text.substr(0, read_bytes);
  }
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    LineCheck(path + ":" + std::to_string(number) + ": ", findings).run(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return findings;
}

}  // namespace tool

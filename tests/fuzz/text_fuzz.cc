// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/duration.h"
#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

// As a shell reads one word: what stands in single quotes is itself, and so is an escaped quote.
std::string as_a_shell_reads(std::string_view word) {
  std::string text;
  bool is_quoted = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\'') {
      is_quoted = !is_quoted;
    } else {
      if (word[i] == '\\' && !is_quoted) ++i;
      expect(
          is_quoted || word[i] == '\'' ||
              std::string_view(" \t\n\"$`&|;<>()*?[]#~!{}").find(word[i]) == std::string_view::npos,
          "a shell sees nothing in a word");
      text += word[i];
    }
  }
  expect(!is_quoted, "a quote is closed");
  return text;
}

}  // namespace

void text(std::string_view input) {
  for (const std::size_t most : {std::size_t{1}, std::size_t{40}, input.size()}) {
    expect(is_printable(oauth::printable(input, most), most + 3), "printable text is");
  }
  const bool is_clean = is_printable(input, input.size());
  const std::string whole = oauth::printable(input, input.size());
  expect(!is_clean || whole.size() == input.size(), "what is printable loses nothing");
  expect(as_a_shell_reads(oauth::shell_word(input)) == input, "a shell's word is the text");
  expect(!oauth::is_b64token(input) || oauth::is_visible_ascii(input), "a b64token is visible");
  expect(!oauth::is_visible_ascii(input) || is_clean, "what is visible is printable");
  const auto span = oauth::parse_duration(input);
  expect(!span || span->count() >= 0, "a duration is not negative");
  const auto number = oauth::parse_integer(input);
  expect(!number || oauth::parse_integer(std::to_string(*number)) == number, "a number comes back");
  oauth::nearest(input.substr(0, 200), {"provider", "client_secret", "min_validity"});
}

}  // namespace fuzz

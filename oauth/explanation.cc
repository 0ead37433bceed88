// SPDX-License-Identifier: MIT
#include "oauth/explanation.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Both in small letters.
bool holds_whole(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != text.npos; at = text.find(key, at + 1)) {
    const std::size_t end = at + key.size();
    const bool goes_on = end < text.size() && is_word_character(text[end]);
    const bool began_before = at > 0 && is_word_character(text[at - 1]);
    if (!goes_on && !began_before) return true;
  }
  return false;
}

template <class Rule>
const Explanation* longest_in(const Explanations& all, std::string_view words, Rule counts) {
  const std::string text = ascii_lower(words);
  const std::pair<std::string, Explanation>* best = nullptr;
  for (const auto& each : all) {
    const bool is_longer = best == nullptr || each.first.size() > best->first.size();
    if (is_longer && counts(each.first) && holds_whole(text, ascii_lower(each.first))) {
      best = &each;
    }
  }
  return best == nullptr ? nullptr : &best->second;
}

const Explanation* of_code(const Explanations& all, const std::string& code) {
  if (code.empty()) return nullptr;
  for (const auto& [key, explanation] : all) {
    if (key == code) return &explanation;
  }
  return nullptr;
}

}  // namespace

const Explanation* explain(const Explanations& all, const Error& error) {
  if (const Explanation* found = of_code(all, error.subcode)) return found;
  const auto is_phrase = [](const std::string& key) { return key.find(' ') != key.npos; };
  if (const Explanation* found = longest_in(all, error.message, is_phrase)) return found;
  return of_code(all, error.code);
}

const Explanation* explain_words(const Explanations& all, std::string_view words) {
  return longest_in(all, words, [](const std::string& key) { return !key.empty(); });
}

std::string as_phrase(const Explanation& explanation) {
  std::string phrase = explanation.meaning;
  if (explanation.remedy != sign_in_again) phrase += "; " + explanation.remedy;
  return printable(phrase, bounds::max_explanation_bytes);
}

}  // namespace oauth

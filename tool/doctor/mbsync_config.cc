// SPDX-License-Identifier: MIT
#include "tool/doctor/mbsync_config.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

using oauth::equals_ignoring_case;

// Returns the next word, without its quotes, and moves `rest` beyond it; empty at the end or at a
// comment.
std::string next_word(std::string_view& rest) {
  rest = oauth::trimmed(rest);
  if (rest.empty() || rest[0] == '#') return rest = {}, std::string();
  const bool is_quoted = rest[0] == '"';
  if (is_quoted) rest.remove_prefix(1);
  const std::size_t end = std::min(rest.find_first_of(is_quoted ? "\"" : " \t"), rest.size());
  std::string word(rest.substr(0, end));
  rest.remove_prefix(std::min(end + (is_quoted ? 1 : 0), rest.size()));
  return word;
}

bool begins_section(std::string_view key) {
  for (const char* name : {"IMAPAccount", "IMAPStore", "MaildirStore", "Channel", "Group"}) {
    if (equals_ignoring_case(key, name)) return true;
  }
  return false;
}

bool is_account(std::string_view key) {
  return equals_ignoring_case(key, "IMAPAccount") || equals_ignoring_case(key, "IMAPStore");
}

void read_setting(MbsyncAccount& account, const std::string& key, std::string_view rest,
                  std::size_t number) {
  const MbsyncLine line{number, key};
  if (equals_ignoring_case(key, "Host")) {
    account.host = next_word(rest);
    account.host_line = line;
  } else if (equals_ignoring_case(key, "User")) {
    account.user = next_word(rest);
  } else if (equals_ignoring_case(key, "AuthMechs") || equals_ignoring_case(key, "AuthMech")) {
    for (std::string word = next_word(rest); !word.empty(); word = next_word(rest)) {
      if (word != "*") account.mechanisms.push_back(word);
    }
    account.mechanisms_line = line;
  } else if (equals_ignoring_case(key, "SSLType") || equals_ignoring_case(key, "TLSType")) {
    account.encryption = next_word(rest);
    account.encryption_line = line;
  } else if (equals_ignoring_case(key, "Pass") || equals_ignoring_case(key, "PassCmd")) {
    account.password_line = line;
  }
}

}  // namespace

std::vector<MbsyncAccount> parse_mbsyncrc(std::string_view text) {
  std::vector<MbsyncAccount> accounts;
  bool is_inside = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (oauth::trimmed(line).empty()) is_inside = false;  // as mbsync has it
    const std::string key = next_word(line);
    if (key.empty()) continue;
    if (begins_section(key)) {
      is_inside = is_account(key) && accounts.size() < oauth::bounds::max_surveyed_accounts;
      if (!is_inside) continue;
      accounts.emplace_back();
      accounts.back().name = next_word(line);
      accounts.back().line = number;
    } else if (is_inside) {
      read_setting(accounts.back(), key, line, number);
    }
  }
  return accounts;
}

}  // namespace tool

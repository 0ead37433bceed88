// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"
#include "tool/doctor/mbsync_config.h"
#include "tool/doctor/mutt_config.h"
#include "tool/doctor/password_map.h"
#include "tool/doctor/plugin_file.h"
#include "tool/postfix/map_edit.h"
#include "tool/postfix_map.h"

namespace fuzz {
namespace {

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

// Entries that say the same are no more added, and nothing that stood there is thrown away.
void expect_map_edited(std::string_view text) {
  const tool::Relay relay{"smtp.example.com", 587, false};
  const tool::MapEdit edit = tool::edit_password_map(text, relay, "you@example.com");
  const std::string_view edited = edit.text.reveal();
  expect(edit.kind != tool::MapEdit::Kind::none || edited == text, "none is as it was");
  expect(edited.size() >= text.size(), "nothing is thrown away");
  const tool::MapEdit again = tool::edit_password_map(edited, relay, "you@example.com");
  expect(again.kind == tool::MapEdit::Kind::none && again.text.reveal() == edited,
         "what was edited is edited once");
}

void expect_postfix(std::string_view text) {
  for (const tool::PasswordEntry& entry : tool::parse_password_map(text)) {
    expect(entry.line > 0 && entry.line <= lines_in(text), "an entry stands on a line");
    expect(entry.kind != tool::PasswordKind::other || entry.target.empty(), "no password is kept");
  }
  const auto entries =
      oauth::Result<std::vector<tool::PostfixEntry>>(tool::parse_postfix_map(text, "f"));
  if (!entries) return expect_secret_kept(entries.error());
  for (const tool::PostfixEntry& entry : *entries) {
    expect(entry.path[0] == '/' && entry.line <= lines_in(text), "a token file is a path");
  }
}

}  // namespace

void mail_program_files(std::string_view input) {
  for (const tool::MbsyncAccount& account : tool::parse_mbsyncrc(input)) {
    expect(account.line > 0 && account.line <= lines_in(input), "an account stands on a line");
    expect(account.password_line.number <= lines_in(input), "and so does its password");
  }
  const tool::MuttConfig mutt = tool::parse_muttrc(input);
  for (const auto& [name, variable] : mutt.variables) {
    expect(variable.line > 0 && variable.line <= lines_in(input), "a variable stands on a line");
    expect(name.find("pass") == name.npos || !holds_canary(variable.value), "no password is kept");
  }
  tool::parse_mutt_url(input);
  tool::postfix_tables(input);
  expect_postfix(input);
  expect_map_edited(input);
  tool::label_in(input, "door");
  expect(tool::mechanisms_in(input).size() <= 2, "a plugin has two of our mechanisms at most");
}

}  // namespace fuzz

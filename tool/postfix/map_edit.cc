// SPDX-License-Identifier: MIT
#include "tool/postfix/map_edit.h"

#include <algorithm>
#include <vector>

#include "oauth/base/text.h"
#include "tool/doctor/password_map.h"

namespace tool {
namespace {

constexpr char comment_mark[] = "#was: ";

// Lines that postmap reads as one, or a comment or empty line; all with their line ends.
struct Piece {
  std::string_view text;
  std::size_t line = 0;
  bool is_entry = false;
};

bool says_nothing(std::string_view line) {
  const std::string_view content = oauth::trimmed(line);
  return content.empty() || content[0] == '#';
}

// A comment in the middle of an entry does not end it (postmap(1)), but it stays a piece of its
// own, and what follows it goes on with the entry before.
std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view row = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(row.size());
    pieces.push_back({row, line, !says_nothing(row)});
  }
  return pieces;
}

bool goes_on(const Piece& piece) {
  return piece.is_entry && (piece.text[0] == ' ' || piece.text[0] == '\t');
}

// The entry's own pieces: `begin`, and those behind it that go on with it.
std::vector<std::size_t> entry_at(const std::vector<Piece>& pieces, std::size_t begin) {
  std::vector<std::size_t> own = {begin};
  for (std::size_t at = begin + 1; at < pieces.size(); ++at) {
    if (!pieces[at].is_entry) continue;
    if (!goes_on(pieces[at])) break;
    own.push_back(at);
  }
  return own;
}

PasswordEntry read_entry(const std::vector<Piece>& pieces, const std::vector<std::size_t>& own) {
  oauth::Secret text;
  for (const std::size_t at : own) text.append(pieces[at].text);
  std::vector<PasswordEntry> entries = parse_password_map(text.reveal());
  return entries.empty() ? PasswordEntry() : entries.front();
}

bool is_for(const PasswordEntry& entry, const Relay& relay) {
  return oauth::equals_ignoring_case(entry.key, relay.nexthop()) ||
         oauth::equals_ignoring_case(entry.key, relay.host);
}

bool says_so(const PasswordEntry& entry, const std::string& user) {
  const bool is_account =
      entry.kind == PasswordKind::account || entry.kind == PasswordKind::named_account;
  return is_account && oauth::equals_ignoring_case(entry.user, user) &&
         oauth::equals_ignoring_case(entry.target, user);
}

}  // namespace

std::string map_entry(const Relay& relay, const std::string& user) {
  return relay.nexthop() + " " + user + ":oauth2";
}

MapEdit edit_password_map(std::string_view text, const Relay& relay, const std::string& user) {
  const std::vector<Piece> pieces = pieces_of(text);
  std::vector<bool> is_former(pieces.size(), false);
  MapEdit edit;
  bool is_there = false;
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    if (!pieces[at].is_entry || goes_on(pieces[at])) continue;
    const std::vector<std::size_t> own = entry_at(pieces, at);
    const PasswordEntry entry = read_entry(pieces, own);
    if (!is_for(entry, relay)) continue;
    if (says_so(entry, user)) {
      is_there = true;
      if (edit.kind == MapEdit::Kind::none) edit.line = pieces[at].line;
      continue;
    }
    edit.kind = MapEdit::Kind::replaced;
    edit.former_user = entry.user;
    edit.line = pieces[at].line;
    for (const std::size_t each : own) is_former[each] = true;
  }
  if (!is_there && edit.kind == MapEdit::Kind::none) edit.kind = MapEdit::Kind::added;
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    if (is_former[at]) {
      edit.text.append(comment_mark);
      edit.former_lines.push_back(pieces[at].line);
    }
    edit.text.append(pieces[at].text);
  }
  edit.is_added = !is_there;
  edit.lacks_line_end = !text.empty() && text.back() != '\n';
  if (is_there) return edit;
  if (edit.lacks_line_end) edit.text.append("\n");
  edit.text.append(map_entry(relay, user) + "\n");
  return edit;
}

}  // namespace tool

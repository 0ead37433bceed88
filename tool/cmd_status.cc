// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>
#include <vector>

#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/account_status.h"
#include "tool/commands.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

using oauth::Result;

/// A line of the answer.
struct Line {
  std::string account;
  std::string state;
  std::string words;
  std::string about;
  std::string path;
  std::string provider;
  AccountStatus status;
  oauth::TimePoint expires_at{};
  oauth::TimePoint granted_at{};
  int exit_code = exit_code::done;
};

constexpr std::size_t longest_column = 48;
constexpr std::size_t state_column = 14;

std::string date_of(oauth::TimePoint time) { return oauth::format_utc(time).substr(0, 10); }

std::string about(const Line& line) {
  const AccountStatus& status = line.status;
  std::string text = status.reason;
  if (text.empty()) {
    text = status.token_left.count() > 0 ? "token good for " + as_words(status.token_left)
                                         : "the next login fetches a token";
  }
  if (line.granted_at != oauth::TimePoint())
    text += " (signed in " + date_of(line.granted_at) + ")";
  return text;
}

Line unreadable(Line line, const oauth::Error& error) {
  line.state = "unreadable";
  line.words = "unreadable";
  line.about = error.message;
  line.status.state = AccountState::blocked;
  line.status.reason = error.message;
  line.exit_code = exit_code_of(error.kind);
  return line;
}

Line line_of(World& world, const StoredAccount& account) {
  Line line;
  line.account = account.name;
  if (const auto path = account.store->path_of(account.name)) line.path = *path;
  const Result<oauth::Record> record = account.store->load(account.name);
  if (!record) return unreadable(std::move(line), record.error());
  line.account = oauth::printable(record->account, oauth::bounds::max_user_bytes);
  line.provider = record->provider;
  line.expires_at = record->expires_at;
  line.granted_at = record->granted_at;
  const oauth::seconds need =
      record->min_validity.value_or(world.account(account.name).min_validity);
  line.status = status_of(*record, need, world.clock().now());
  line.state = state_name(line.status.state);
  line.words = state_words(line.status.state);
  line.about = about(line);
  line.exit_code = exit_code_of(line.status.state);
  return line;
}

Style style_of(AccountState state) {
  switch (state) {
    case AccountState::ok:
      return Style::good;
    case AccountState::refresh_due:
      return Style::faint;
    case AccountState::waiting:
      return Style::notable;
    default:
      return Style::bad;
  }
}

std::string padded(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

void print_lines(const std::vector<Line>& lines, Terminal& terminal) {
  std::size_t width = 0;
  for (const Line& line : lines) width = std::max(width, line.account.size());
  width = std::min(width, longest_column);
  for (const Line& line : lines) {
    terminal.print(padded(line.account, width) + "  " +
                   terminal.styled(style_of(line.status.state), padded(line.words, state_column)) +
                   "  " + line.about);
  }
}

void write_time(oauth::JsonWriter& writer, const char* name, oauth::TimePoint time) {
  if (time != oauth::TimePoint()) writer.number(name, oauth::to_unix(time));
}

void print_json(const std::vector<Line>& lines, Terminal& terminal) {
  oauth::Secret list = oauth::Secret::copy_of("[");
  for (const Line& line : lines) {
    oauth::JsonWriter writer(oauth::JsonLayout::one_line);
    writer.string("account", line.account);
    writer.string("state", line.state);
    if (!line.status.reason.empty()) writer.string("reason", line.status.reason);
    writer.number("token_seconds_left", line.status.token_left.count());
    write_time(writer, "expires_at", line.expires_at);
    write_time(writer, "granted_at", line.granted_at);
    if (!line.provider.empty()) writer.string("provider", line.provider);
    writer.string("path", line.path);
    if (list.size() > 1) list.append(",");
    list.append(writer.finish());
  }
  list.append("]");
  oauth::JsonWriter whole(oauth::JsonLayout::one_line);
  whole.raw("accounts", list.reveal());
  terminal.print(whole.finish());
}

Result<std::vector<Line>> collect(World& world, const Options& options) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return book.error();
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  const Result<std::vector<StoredAccount>> accounts = book->choose(options.accounts);
  if (!accounts) return accounts.error();
  std::vector<Line> lines;
  for (const StoredAccount& account : *accounts) lines.push_back(line_of(world, account));
  return lines;
}

}  // namespace

int run_status(World& world, const Options& options, Terminal& terminal) {
  const Result<std::vector<Line>> lines = collect(world, options);
  if (!lines) return fail(terminal, lines.error());
  if (options.wants_json) {
    print_json(*lines, terminal);
  } else if (lines->empty()) {
    terminal.note("There is no account yet. Sign in: sasl-oauth login you@gmail.com" +
                  (options.for_user.empty() ? std::string() : " --for " + options.for_user));
  } else {
    print_lines(*lines, terminal);
  }
  int code = exit_code::done;
  for (const Line& line : *lines) code = worse(code, line.exit_code);
  return code;
}

}  // namespace tool

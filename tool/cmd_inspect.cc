// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/store/record_json.h"
#include "oauth/wire/json.h"
#include "oauth/wire/url.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/foreign_file.h"
#include "tool/token_facts.h"

namespace tool {
namespace {

using oauth::Record;
using oauth::Result;
using oauth::shown;
using oauth::TimePoint;

constexpr std::size_t label_width = 16;

/// What is looked at: a record, of ours or made of another tool's file, and where it was found.
struct Subject {
  std::string source;
  Record record;
  bool is_token = false;  // and nothing else
};

/// Collects facts in order; what is empty counts as unknown.
class Sheet {
 public:
  void add(const std::string& name, std::string value) {
    if (!value.empty()) facts_.emplace_back(name, std::move(value));
  }
  void want(const std::string& name, std::string value) {
    if (value.empty()) unknown_.push_back(name);
    add(name, std::move(value));
  }
  const Facts& facts() const { return facts_; }
  std::string unknown() const {
    std::string all;
    for (const std::string& name : unknown_) all += (all.empty() ? "" : ", ") + name;
    return all;
  }

 private:
  Facts facts_;
  std::vector<std::string> unknown_;
};

std::string time_or_nothing(TimePoint at, TimePoint now) {
  return at == TimePoint() || at == TimePoint::max() ? std::string() : time_fact(at, now);
}

void add_times(Sheet& sheet, const Record& record, TimePoint now) {
  sheet.want("granted", time_or_nothing(record.granted_at, now));
  sheet.want("renewed", time_or_nothing(std::max(record.renewed_at, record.issued_at), now));
  if (record.refresh_expires_at) {
    sheet.add("refresh ends", time_fact(*record.refresh_expires_at, now));
  } else {
    sheet.want("refresh ends", "");
  }
  sheet.want("access ends", time_or_nothing(record.expires_at, now));
  sheet.add("client ends", time_or_nothing(record.client.expires_at, now));
  sheet.add("next attempt", time_or_nothing(record.next_attempt_at, now));
}

void add_verdict(Sheet& sheet, const Record& record, TimePoint now) {
  if (!record.verdict) return;
  const oauth::Verdict& verdict = *record.verdict;
  sheet.add("refused", time_or_nothing(verdict.at, now));
  sheet.add("code", verdict.code + (verdict.subcode.empty() ? "" : " (" + verdict.subcode + ")"));
  sheet.add("reason", verdict.reason);
}

// What stands before the host or behind the path may be a secret.
std::string endpoint_fact(const std::string& endpoint) {
  if (endpoint.empty()) return {};
  if (const auto url = oauth::parse_url(endpoint); !url) return "none: it " + url.error().message;
  const std::size_t path_end = endpoint.find_first_of("?#");
  return endpoint.substr(0, path_end) + (path_end == endpoint.npos ? "" : "?...");
}

Sheet sheet_of(const Subject& subject, TimePoint now) {
  const Record& record = subject.record;
  const bool is_person = record.grant == oauth::GrantType::refresh_token;
  Sheet sheet;
  sheet.add("source", subject.source);
  if (subject.is_token) {
    sheet.add("access token", cut_secret(record.access_token));
    return sheet;
  }
  sheet.want("provider", record.provider);
  sheet.want("client", record.client.client_id);
  sheet.add("client secret",
            record.client.client_secret.empty() ? "" : cut_secret(record.client.client_secret));
  sheet.want("endpoint", endpoint_fact(record.client.token_endpoint));
  sheet.want("scope", record.client.scope);
  sheet.add("user", record.user);
  if (is_person) sheet.add("refresh token", cut_secret(record.refresh_token));
  sheet.add("access token", cut_secret(record.access_token));
  if (record.was_refused) sheet.add("mail server", "refused this access token");
  add_times(sheet, record, now);
  add_verdict(sheet, record, now);
  return sheet;
}

void print(const Facts& facts, Terminal& terminal) {
  for (const auto& [name, value] : facts) {
    std::string label = name;
    label.resize(std::max(label.size() + 1, label_width), ' ');
    terminal.print("  " + terminal.styled(Style::faint, label) + shown(value));
  }
}

void write(oauth::JsonWriter& writer, const char* name, const Facts& facts) {
  oauth::JsonWriter inner(oauth::JsonLayout::one_line);
  for (const auto& [key, value] : facts) inner.string(key, value);
  writer.raw(name, inner.finish().reveal());
}

void print_json(const Subject& subject, const Sheet& sheet, const Facts& claims,
                Terminal& terminal) {
  const Record& record = subject.record;
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("account", record.account);
  write(writer, "facts", sheet.facts());
  if (record.expires_at != TimePoint() && record.expires_at != TimePoint::max()) {
    writer.number("expires_at", oauth::to_unix(record.expires_at));
  }
  writer.boolean("is_jwt", !claims.empty());
  if (!claims.empty()) write(writer, "claims", claims);
  writer.string("unknown", sheet.unknown());
  terminal.print(writer.finish());
}

void show(const Subject& subject, World& world, const Options& options, Terminal& terminal) {
  const Sheet sheet = sheet_of(subject, world.clock().now());
  const Facts claims = jwt_facts(subject.record.access_token);
  if (options.wants_json) return print_json(subject, sheet, claims, terminal);
  const std::string& account = subject.record.account;
  terminal.print(terminal.styled(Style::strong, account.empty() ? "nameless" : shown(account)));
  print(sheet.facts(), terminal);
  if (!claims.empty()) {
    terminal.print("  what the access token says of itself, unverified:");
    print(claims, terminal);
  } else if (!subject.record.access_token.empty()) {
    terminal.print("  the access token is opaque: only its server can read it");
  }
  if (!sheet.unknown().empty()) print({{"unknown", sheet.unknown()}}, terminal);
}

bool is_our_record(const oauth::Secret& text) {
  const auto object = oauth::JsonObject::parse(text.reveal());
  return object && object->find("version") && object->find("account");
}

// One line that can be nothing but a token.
bool is_bare_token(const oauth::Secret& text) {
  const std::string_view line = oauth::trimmed(text.reveal());
  return oauth::is_visible_ascii(line) && line.size() <= oauth::bounds::max_token_bytes &&
         line.find_first_of("{[=") != 0;
}

Result<std::vector<Subject>> subjects_of_text(oauth::Secret text, const std::string& source,
                                              World& world, const Options& options,
                                              Terminal& terminal) {
  std::vector<Subject> subjects;
  if (is_our_record(text)) {
    auto record = oauth::parse_record(text.reveal(), source);
    if (!record) return record.error();
    subjects.push_back({source, std::move(*record)});
    return subjects;
  }
  if (is_bare_token(text)) {
    Subject subject{source, {}, true};
    subject.record.account = "a token";
    subject.record.access_token = oauth::Secret::copy_of(oauth::trimmed(text.reveal()));
    subjects.push_back(std::move(subject));
    return subjects;
  }
  auto file = recognised_file(std::move(text), source, options);
  if (!file) return file.error();
  auto entries = entries_of(*file, world, options, terminal);
  if (!entries) return entries.error();
  for (ForeignEntry& entry : *entries) {
    if (!entry.record) return entry.record.error();
    const std::string of(oauth::foreign_tool(file->kind).title);
    subjects.push_back({source + ", of " + of, std::move(*entry.record)});
  }
  return subjects;
}

Result<std::vector<Subject>> subjects_of(World& world, const Options& options, Terminal& terminal) {
  const std::string& name = options.accounts[0];
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return book.error();
  const auto standing =
      name == "-" ? Result<std::optional<StoredAccount>>(std::nullopt) : book->find(name);
  if (!standing) return standing.error();
  const bool is_path =
      name == "-" || name.find('/') != name.npos || access(name.c_str(), F_OK) == 0;
  if (*standing || !is_path) {
    const Result<StoredAccount> account = book->get(name);
    if (!account) return account.error();
    auto record = account->store->load(name);
    if (!record) return record.error();
    const auto path = account->store->path_of(name);
    std::vector<Subject> subjects;
    subjects.push_back({path ? *path : name, std::move(*record)});
    return subjects;
  }
  auto text = read_foreign_text(options, world.files(), name);
  if (!text) return text.error();
  const std::string source = name == "-" ? "the standard input" : shown(name);
  return subjects_of_text(std::move(text->text), source, world, options, terminal);
}

}  // namespace

int run_inspect(World& world, const Options& options, Terminal& terminal) {
  const auto subjects = subjects_of(world, options, terminal);
  if (!subjects) return fail(terminal, subjects.error());
  for (const Subject& subject : *subjects) show(subject, world, options, terminal);
  return exit_code::done;
}

}  // namespace tool

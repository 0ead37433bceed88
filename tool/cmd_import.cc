// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/text.h"
#include "oauth/import/pizauth_conf.h"
#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/account_importer.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/foreign_file.h"
#include "tool/import_plan.h"
#include "tool/postfix_entries.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Record;
using oauth::Result;
using oauth::shown;

/// What the other tool remembers of its failures and refusals says nothing of our refreshes.
void forget_state(Record& record) {
  record.verdict.reset();
  record.failures = 0;
  record.next_attempt_at = {};
  record.was_refused = record.forced_refresh = false;
  record.access_token = {};
  record.expires_at = record.issued_at = {};
}

/// What became of one account.
struct Imported {
  std::string account;
  std::string provider;
  std::string client_id;
  std::string token_endpoint;
  std::string path;
  oauth::TimePoint expires_at{};
  std::optional<Error> error;
};

class Importer {
 public:
  Importer(World& world, const Options& options, Terminal& terminal, AccountBook book,
           const oauth::ForeignTool& tool)
      : world_(world),
        options_(options),
        terminal_(terminal),
        book_(std::move(book)),
        tool_(tool) {}

  int run(std::vector<ForeignEntry> entries);

 private:
  Imported take_over(ForeignEntry entry);
  Result<void> put(Record record, Imported& imported);
  Result<void> plan(Record& record);
  void show_plan(const Record& record);
  void report(const Imported& imported);
  void report_json(const Imported& imported);
  void tell_next();
  std::string switch_off() const;

  World& world_;
  const Options& options_;
  Terminal& terminal_;
  AccountBook book_;
  const oauth::ForeignTool& tool_;
  std::vector<std::string> done_;
};

int Importer::run(std::vector<ForeignEntry> entries) {
  int code = exit_code::done;
  for (ForeignEntry& entry : entries) {
    const Imported imported = take_over(std::move(entry));
    report(imported);
    if (!imported.error) done_.push_back(imported.account);
    if (imported.error) code = worse(code, exit_code_of(imported.error->kind));
  }
  tell_next();
  return code;
}

Imported Importer::take_over(ForeignEntry entry) {
  Imported imported;
  imported.account = entry.name;
  if (!entry.record) {
    imported.error = entry.record.error();
    return imported;
  }
  Record record = std::move(*entry.record);
  forget_state(record);
  auto planned = plan(record);
  imported.account = record.account;
  imported.provider = record.provider;
  imported.client_id = record.client.client_id;
  imported.token_endpoint = record.client.token_endpoint;
  if (planned && options_.is_dry_run) show_plan(record);
  const Result<void> done =
      !planned || options_.is_dry_run ? planned : put(std::move(record), imported);
  if (!done) imported.error = done.error();
  return imported;
}

Result<void> Importer::plan(Record& record) {
  const auto configuration = world_.configuration();
  if (!configuration) return configuration.error();
  const SignInSources sources{**configuration, world_.loader(), world_.secrets(), world_.files()};
  if (auto completed = complete(record, sources, options_, terminal_); !completed) {
    return completed;
  }
  if (!options_.user.empty()) record.user = options_.user;
  if (!options_.is_dry_run || options_.replaces) return {};
  const auto standing = book_.find(record.account);
  if (!standing || !*standing) return {};
  return Error{ErrorKind::no_access,
               "there is an account " + shown(record.account) + " already; give --replace"};
}

void Importer::show_plan(const Record& record) {
  if (options_.wants_json) return;
  const std::string provider = record.provider.empty() ? "unknown" : record.provider;
  terminal_.print("Would import " + terminal_.styled(Style::strong, shown(record.account)) +
                  " from " + std::string(tool_.title));
  terminal_.print("  provider  " + shown(provider));
  terminal_.print("  client    " + shown(record.client.client_id));
  terminal_.print("  endpoint  " + shown(record.client.token_endpoint));
}

Result<void> Importer::put(Record record, Imported& imported) {
  const Result<std::string> folder = book_.folder_for(record.account);
  if (!folder) return folder.error();
  const Result<oauth::FileStore*> store = book_.make_store(*folder);
  if (!store) return store.error();
  const Result<std::string> path = (*store)->path_of(record.account);
  if (!path) return path.error();
  imported.path = *path;
  terminal_.progress("Verifying " + shown(record.account) + " by one refresh ...");
  Result<oauth::AccessToken> token = Error{ErrorKind::internal, ""};
  {
    const Result<ActingAs> acting = world_.act_as_owner();
    if (!acting) return acting.error();
    const oauth::Account account = world_.account(record.account);
    token = import_account(**store, world_.source(**store), account, std::move(record),
                           options_.replaces ? Standing::replaced : Standing::kept);
  }
  if (!token) return token.error();
  for (const std::string& warning : token->warnings) terminal_.warn(warning);
  imported.expires_at = token->expires_at;
  if (auto marked = book_.mark(*folder); !marked) {
    terminal_.warn(
        "mail programs will not prefer the account, since the mark for it could not be"
        " made: " +
        marked.error().message);
  }
  return {};
}

void Importer::report(const Imported& imported) {
  if (options_.wants_json) return report_json(imported);
  if (imported.error) {
    const std::string name = imported.account.empty() ? "" : shown(imported.account) + ": ";
    terminal_.fail(name + imported.error->message);
    return;
  }
  if (options_.is_quiet || options_.is_dry_run) return;
  terminal_.print(terminal_.styled(Style::good, "Imported") + " " +
                  terminal_.styled(Style::strong, shown(imported.account)) + " from " +
                  std::string(tool_.title) + ", verified by one refresh");
  terminal_.print("  stored  " + shown(imported.path));
  terminal_.print("  token   good until " + oauth::format_utc(imported.expires_at) +
                  "; the next one comes by itself");
}

void Importer::report_json(const Imported& imported) {
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("account", imported.account);
  writer.string("from", tool_.name);
  writer.boolean("imported", !imported.error && !options_.is_dry_run);
  if (imported.error) {
    writer.string("error", kind_name(imported.error->kind));
    writer.string("reason", imported.error->message);
  } else {
    writer.string("provider", imported.provider);
    writer.string("client_id", imported.client_id);
    writer.string("token_endpoint", imported.token_endpoint);
    if (!options_.is_dry_run) {
      writer.string("path", imported.path);
      writer.number("expires_at", oauth::to_unix(imported.expires_at));
      writer.string("next", switch_off());
    }
  }
  terminal_.print(writer.finish());
}

std::string Importer::switch_off() const {
  std::string text(tool_.switch_off);
  const std::size_t at = text.find("ACCOUNT");
  if (at != text.npos && done_.size() == 1) text.replace(at, 7, shown(done_[0]));
  return text;
}

void Importer::tell_next() {
  if (done_.empty() || options_.wants_json || options_.is_quiet || options_.is_dry_run) return;
  const std::string remark = book_.remark_on_running();
  if (!remark.empty()) terminal_.print("Run " + remark + ".");
  terminal_.print(terminal_.styled(Style::strong, "Now switch the old tool off") + ": " +
                  switch_off() + ".");
  terminal_.print(
      "Only one program may refresh with these tokens: where the server replaces them,"
      " the other one's are dead.");
}

// pizauth keeps no tokens: what can be taken over is what to sign in with.
int show_pizauth(const ForeignFile& file, World& world, Terminal& terminal) {
  const auto accounts = oauth::parse_pizauth_conf(file.text.reveal(), file.source);
  if (!accounts) return fail(terminal, accounts.error());
  const auto configuration = world.configuration();
  if (!configuration) return fail(terminal, configuration.error());
  const SignInSources sources{**configuration, world.loader(), world.secrets(), world.files()};
  for (const oauth::PizauthAccount& account : *accounts) {
    const auto provider = provider_of_endpoint(sources, account.token_endpoint);
    if (!provider) return fail(terminal, provider.error());
    terminal.print(oauth::toml_of(account, *provider));
  }
  terminal.note("pizauth keeps its tokens where nobody else can read them. Put this into " +
                shown(world.loader().config_files().back()) + ", and sign in anew; then " +
                std::string(foreign_tool(oauth::ForeignKind::pizauth).switch_off) + ".");
  return exit_code::done;
}

Result<std::vector<ForeignEntry>> chosen(std::vector<ForeignEntry> entries,
                                         const Options& options) {
  if (options.account.empty() || entries.size() < 2) return entries;
  std::vector<ForeignEntry> found;
  std::string names;
  for (ForeignEntry& entry : entries) {
    names += (names.empty() ? "" : ", ") + shown(entry.name);
    const bool is_it = oauth::equals_ignoring_case(entry.name, options.account);
    if (is_it) found.push_back(std::move(entry));
  }
  if (!found.empty()) return found;
  return Error{ErrorKind::bad_config,
               "the file holds no account " + shown(options.account) + "; it holds " + names};
}

bool is_plain_file(const Options& options) {
  return options.foreign_file != "-" && options.decrypt_command.empty() && !options.is_dry_run;
}

int take_over(Result<std::vector<ForeignEntry>> entries, const oauth::ForeignTool& tool,
              World& world, const Options& options, Terminal& terminal) {
  if (!entries) return fail(terminal, entries.error());
  auto wanted = chosen(std::move(*entries), options);
  if (!wanted) return fail(terminal, wanted.error());
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  return Importer(world, options, terminal, std::move(*book), tool).run(std::move(*wanted));
}

// A key is an account by itself once somebody says whom it speaks for.
int add_key(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const auto standing = book->find(options.account);
  if (!standing) return fail(terminal, standing.error());
  if (*standing && !options.replaces) {
    return fail(terminal, Error{ErrorKind::no_access,
                                "there is an account " + shown(options.account) +
                                    " already; give --replace to put this one in its place"});
  }
  Options machine = options;
  machine.accounts = {options.account};
  machine.key_file = options.foreign_file;
  return run_add(world, machine, terminal);
}

}  // namespace

int run_import(World& world, const Options& options, Terminal& terminal) {
  if (options.foreign_kind == "postfix") {
    return take_over(postfix_entries(world, options, terminal),
                     foreign_tool(oauth::ForeignKind::sasl_xoauth2), world, options, terminal);
  }
  const auto file = read_foreign_file(options, world.files(), options.foreign_file);
  if (!file) return fail(terminal, file.error());
  if (file->others_can_read) {
    terminal.warn(file->source +
                  " can be read by others, who may have the tokens; run: chmod 600 " +
                  file->source);
  }
  const bool is_key = file->kind == oauth::ForeignKind::service_account;
  if (is_key && !options.account.empty() && is_plain_file(options)) {
    return add_key(world, options, terminal);
  }
  if (file->kind == oauth::ForeignKind::pizauth) return show_pizauth(*file, world, terminal);
  return take_over(entries_of(*file, world, options, terminal), oauth::foreign_tool(file->kind),
                   world, options, terminal);
}

}  // namespace tool

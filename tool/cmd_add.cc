// SPDX-License-Identifier: MIT
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/client_copy.h"
#include "oauth/machine_grant.h"
#include "oauth/store/record_name.h"
#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/account_keeper.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/machine_plan.h"
#include "tool/store_folder.h"
#include "tool/trial_store.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::GrantType;
using oauth::Record;
using oauth::Result;

Error bad_config(std::string sentence) { return {ErrorKind::bad_config, std::move(sentence)}; }

bool is_pattern(const std::string& account) { return account.find('*') != account.npos; }

Result<void> check_name(const std::string& account) {
  if (!oauth::is_utf8(account) || oauth::has_control_bytes(account) ||
      account.find(' ') != account.npos) {
    return bad_config(
        "the account's name has a blank, a control character or broken UTF-8 in it; "
        "give the mail address alone");
  }
  const bool is_whole_domain =
      oauth::starts_with(account, "*@") && account.find('*', 1) == account.npos;
  if (is_pattern(account) && (!is_whole_domain || account.size() < 3)) {
    return bad_config("a pattern is \"*@DOMAIN\", for all users of a domain; correct the account");
  }
  if (auto name = oauth::record_name(account); !name) return name.error();
  return {};
}

// Its tokens are those of one user, and each user gets his own at his first login.
bool is_for_each_user(const Record& record) {
  return record.grant == GrantType::jwt_bearer && is_pattern(record.account);
}

// A remembered refusal ends in the command that tries again; this account is not kept.
Error of_a_trial(Error error) {
  const std::size_t remedy = error.message.find("run: sasl-oauth refresh ");
  if (remedy != std::string::npos) error.message.resize(remedy);
  if (remedy != std::string::npos) error.message += "run the same command again";
  return error;
}

// What there is to tell of the account once it is kept.
struct Facts {
  GrantType grant;
  std::string provider;
  oauth::TimePoint client_ends_at{};
};

/// One run of the command.
class Add {
 public:
  Add(World& world, const Options& options, Terminal& terminal, AccountBook book)
      : world_(world),
        options_(options),
        terminal_(terminal),
        account_(options.accounts[0]),
        book_(std::move(book)) {}

  Result<void> run();

 private:
  Result<Record> plan();
  oauth::Error no_command_for(const oauth::Person& owner);
  Result<Record> tried(Record record);
  Result<KeptAccount> keep(Record record);
  void report(const Facts& facts);
  void report_json(const Facts& facts);

  World& world_;
  const Options& options_;
  Terminal& terminal_;
  const std::string& account_;
  AccountBook book_;
  std::string folder_;
  std::string path_;
  oauth::TimePoint tried_until_{};
};

oauth::Error Add::no_command_for(const oauth::Person& owner) {
  const std::string never = "a command must not run with root's rights for somebody else";
  const auto places = world_.places();
  const auto folder = book_.folder_for(account_);
  if (places && folder && *folder == places->of_jailed()) {
    return bad_config(never + ", and " + owner.name + " cannot reach the folder of its accounts; " +
                      "add an account of another kind: --grant client_credentials, or --key");
  }
  return bad_config(never + "; run as that user: sudo -u " + owner.name + " sasl-oauth add");
}

Result<Record> Add::plan() {
  const auto configuration = world_.configuration();
  if (!configuration) return configuration.error();
  std::optional<Record> before;
  const auto standing = book_.find(account_);
  if (standing && *standing) {
    Result<Record> record = (*standing)->store->load(account_);
    if (record) before = std::move(*record);
  }
  const SignInSources sources{**configuration, world_.loader(), world_.secrets(), world_.files()};
  Result<MachinePlan> plan = plan_machine(sources, options_, before ? &*before : nullptr);
  if (!plan) return plan.error();
  for (const std::string& warning : plan->warnings) terminal_.warn(warning);
  Record& record = plan->record;
  if (record.grant == GrantType::command && world_.owner()) return no_command_for(*world_.owner());
  if (auto checked = oauth::check_client_key(world_.network(), record.client); !checked) {
    return checked.error();
  }
  return std::move(record);
}

// Nobody shall find out at night, from a mail queue, that it does not work.
Result<Record> Add::tried(Record record) {
  const bool is_for_each = is_for_each_user(record);
  if (is_for_each && options_.trial_user.empty()) {
    return bad_config("name a user of the domain to try it with: --try USER@DOMAIN");
  }
  if (is_for_each) record.assertion.subject = options_.trial_user;
  terminal_.progress("Asking for a token ...");
  TrialStore store(std::move(record));
  auto token = world_.source(store).refreshed(world_.account(account_));
  if (!token) return of_a_trial(token.error());
  for (const std::string& warning : token->warnings) terminal_.warn(warning);
  tried_until_ = token->expires_at;
  Result<Record> kept = store.load(account_);
  if (!kept || !is_for_each) return kept;
  kept->assertion.subject.clear();
  kept->access_token = oauth::Secret();
  kept->expires_at = kept->issued_at = oauth::TimePoint();
  return kept;
}

Result<KeptAccount> Add::keep(Record record) {
  const Result<oauth::FileStore*> store = book_.make_store(folder_);
  if (!store) return store.error();
  const Result<std::string> path = (*store)->path_of(account_);
  if (!path) return path.error();
  path_ = *path;
  Result<KeptAccount> kept = Error{ErrorKind::internal, ""};
  {
    const Result<ActingAs> acting = world_.act_as_owner();
    if (!acting) return acting.error();
    kept = keep_account(**store, std::move(record));
  }
  if (!kept) return kept;
  if (const auto marked = book_.mark(folder_); !marked) {
    kept->warnings.push_back(
        "mail programs will not prefer the new account, since the mark for it could not be made: " +
        marked.error().message);
  }
  return kept;
}

Result<void> Add::run() {
  if (auto checked = check_name(account_); !checked) return checked;
  Result<Record> record = plan();
  if (!record) return record.error();
  Result<std::string> folder = book_.folder_for(account_);
  if (!folder) return folder.error();
  folder_ = std::move(*folder);
  if (!world_.owner()) {
    if (auto checked = check_can_store(folder_); !checked) return checked;
  }
  record = tried(std::move(*record));
  if (!record) return record.error();
  record->granted_at = world_.clock().now();
  const Facts facts{record->grant, record->provider, record->client.expires_at};
  const Result<KeptAccount> kept = keep(std::move(*record));
  if (!kept) return kept.error();
  for (const std::string& warning : kept->warnings) terminal_.warn(warning);
  report(facts);
  return {};
}

void Add::report(const Facts& facts) {
  if (options_.wants_json) return report_json(facts);
  if (options_.is_quiet) return;
  const std::string whose = world_.owner() ? "user " + world_.owner()->name : "you";
  terminal_.print(terminal_.styled(Style::good, "Added") + " " +
                  terminal_.styled(Style::strong, account_) + " (" +
                  oauth::grant_name(facts.grant) +
                  (facts.provider.empty() ? ")" : " at " + facts.provider + ")"));
  terminal_.print("  stored  " + path_ + ", for " + whose + " alone");
  terminal_.print("  token   good until " + oauth::format_utc(tried_until_) +
                  "; the next one comes by itself");
  if (facts.client_ends_at != oauth::TimePoint()) {
    terminal_.print("  until   the client's certificate ends, " +
                    oauth::format_utc(facts.client_ends_at));
  }
  terminal_.print("  next    point a mail program at your server with the user name " +
                  (is_pattern(account_) ? "of any mailbox of the domain" : account_) +
                  "; it needs no password");
  const std::string remark = book_.remark_on_running();
  if (!remark.empty()) terminal_.print("  then    " + remark);
}

void Add::report_json(const Facts& facts) {
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("account", account_);
  writer.string("grant", oauth::grant_name(facts.grant));
  writer.string("provider", facts.provider);
  writer.string("path", path_);
  writer.number("expires_at", oauth::to_unix(tried_until_));
  terminal_.print(writer.finish());
}

}  // namespace

int run_add(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const Result<void> done = Add(world, options, terminal, std::move(*book)).run();
  return done ? exit_code::done : fail(terminal, done.error());
}

}  // namespace tool

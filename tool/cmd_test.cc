// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oauth/base/text.h"
#include "oauth/login/granted.h"
#include "oauth/mail/mail_trial.h"
#include "oauth/wire/sasl_message.h"
#include "tool/account_book.h"
#include "tool/account_provider.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/mail_places.h"
#include "tool/mail_report.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

/// What a test of one account is made with.
struct Bench {
  AccountBook book;  // owns the store of the account
  StoredAccount account;
  oauth::Record record;
  oauth::Provider provider;  // without a name: nobody knows whose account it is
  oauth::Explanations general;
  std::vector<MailPlace> places;
};

// As the plugin does: the configuration's user, else the record's, else the account's name.
std::string user_for(World& world, const Options& options, const Bench& bench) {
  if (!options.user.empty()) return options.user;
  const auto configuration = world.configuration();
  const oauth::AccountSettings* settings =
      configuration ? oauth::find_account(**configuration, bench.account.name) : nullptr;
  if (settings != nullptr && !settings->user.empty()) return settings->user;
  return bench.record.user.empty() ? bench.account.name : bench.record.user;
}

Result<Bench> set_up(World& world, const Options& options) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return book.error();
  const Result<StoredAccount> account = book->get(options.accounts[0]);
  if (!account) return account.error();
  Bench bench{std::move(*book), *account, {}, {}, {}, {}};
  auto record = account->store->load(account->name);
  if (!record) return record.error();
  bench.record = std::move(*record);
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  auto provider = provider_of_account(world, bench.account.name, bench.record.provider);
  // With --server nobody needs the sheet but for its explanations.
  if (!provider && options.server.empty()) return provider.error();
  if (provider) bench.provider = std::move(*provider);
  if (auto general = world.loader().sheet(**configuration, {"generic", {}})) {
    bench.general = std::move(general->mail_errors);
  }
  auto places = mail_places(options, bench.provider);
  if (!places) return places.error();
  bench.places = std::move(*places);
  return bench;
}

// A provider knows its own servers best; and the challenge says more than the words after it.
oauth::Explanation explanation_of(const Bench& bench, const oauth::TrialOutcome& outcome) {
  for (const oauth::Explanations* all : {&bench.provider.mail_errors, &bench.general}) {
    for (const std::string* words : {&outcome.challenge.status, &outcome.words}) {
      const oauth::Explanation* found = oauth::explain_words(*all, *words);
      if (found != nullptr) return *found;
    }
  }
  return {};
}

// A token that opens no mailbox is the commonest reason, and can be told beforehand.
void warn_of_scope(const Bench& bench, Terminal& terminal) {
  const std::string& granted = bench.record.client.scope;
  if (granted.empty() || bench.provider.scope.empty()) return;
  if (oauth::may_open_a_mailbox(bench.provider.scope, granted)) return;
  terminal.warn("the token was granted for \"" + oauth::printable(granted, 200) +
                "\", which opens no mailbox; sign in again: sasl-oauth login " +
                oauth::printable(bench.account.name, 200));
}

Result<oauth::AccessToken> token_for(World& world, const Bench& bench, Terminal& terminal) {
  auto token = world.source(*bench.account.store).current(world.account(bench.account.name));
  if (!token) return token;
  for (const std::string& warning : token->warnings) terminal.warn(warning);
  if (!token->token.equals(bench.record.access_token)) {
    terminal.note("The access token was due; a new one was fetched, as any login would.");
  }
  terminal.detail("the access token is good until " + oauth::format_utc(token->expires_at));
  return token;
}

oauth::NetworkSettings network_of(World& world, const Bench& bench) {
  const auto configuration = world.configuration();
  return configuration ? oauth::network_for(**configuration, bench.provider)
                       : oauth::NetworkSettings();
}

int run_trial(World& world, const Bench& bench, const oauth::MailTrial& trial,
              const oauth::Secret& token, const Options& options, Terminal& terminal) {
  const std::string address = oauth::host_and_port(trial.server.host, trial.server.port);
  terminal.progress("Signing in to " + address + " ...");
  const auto tell = [&](oauth::Speaker speaker, std::string_view line) {
    terminal.detail((speaker == oauth::Speaker::client ? "C: " : "S: ") + std::string(line));
  };
  int code = exit_code::done;
  for (oauth::TrialOutcome& outcome :
       try_mail_server(world.network(), trial, token, network_of(world, bench), tell)) {
    if (outcome.error) code = worse(code, exit_code_of(outcome.error->kind));
    oauth::Explanation explanation = explanation_of(bench, outcome);
    const MailReport report{bench.account.name, trial.user, std::move(outcome),
                            std::move(explanation)};
    options.wants_json ? print_report_json(report, terminal) : print_report(report, terminal);
  }
  return code;
}

}  // namespace

int run_test(World& world, const Options& options, Terminal& terminal) {
  const Result<Bench> bench = set_up(world, options);
  if (!bench) return fail(terminal, bench.error());
  const std::string user = user_for(world, options, *bench);
  if (auto checked = oauth::check_sasl_user(user); !checked) return fail(terminal, checked.error());
  if (user.find('*') != std::string::npos) {
    return fail(terminal, {ErrorKind::bad_config,
                           "this account serves many users; name one of them with --user"});
  }
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return fail(terminal, acting.error());
  const Result<oauth::AccessToken> token = token_for(world, *bench, terminal);
  if (!token) return fail(terminal, token.error());
  warn_of_scope(*bench, terminal);
  int code = exit_code::done;
  for (const MailPlace& place : bench->places) {
    const oauth::MailTrial trial{place.service, place.server, user, options.mechanism};
    code = worse(code, run_trial(world, *bench, trial, token->token, options, terminal));
  }
  return code;
}

}  // namespace tool

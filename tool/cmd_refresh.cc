// SPDX-License-Identifier: MIT
#include <optional>
#include <utility>
#include <vector>

#include "oauth/grant/client_copy.h"
#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/client_correction.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/notifier.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::Result;

/// What became of one account.
struct Outcome {
  std::string account;
  oauth::TimePoint expires_at{};
  std::optional<Error> error;
};

// With our own rights: the secret's file may be closed to the accounts' owner.
std::optional<oauth::Client> client_to_correct(World& world, const StoredAccount& account,
                                               Terminal& terminal) {
  const auto configuration = world.configuration();
  const Result<oauth::Record> record = account.store->load(account.name);
  if (!configuration || !record) return std::nullopt;  // the refresh itself will tell
  auto client = corrected_client(**configuration, world.loader(), world.secrets(), *record);
  if (client && !*client) return std::nullopt;
  if (client) {
    const auto checked = oauth::check_client_key(world.network(), **client);
    if (checked) return std::move(*client);
    client = checked.error();
  }
  terminal.warn("the client is used as it was when the account signed in: " +
                client.error().message);
  return std::nullopt;
}

Result<oauth::AccessToken> refreshed(World& world, const StoredAccount& account,
                                     Terminal& terminal) {
  const std::optional<oauth::Client> client = client_to_correct(world, account, terminal);
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  if (client) {
    terminal.detail(account.name + ": the client of the configuration takes effect");
    auto corrected = correct_client(*account.store, account.name, *client);
    if (!corrected) return corrected.error();
  }
  return world.source(*account.store).refreshed(world.account(account.name));
}

Outcome outcome_of(World& world, const StoredAccount& account, Terminal& terminal) {
  const Result<oauth::AccessToken> token = refreshed(world, account, terminal);
  if (!token) return {account.name, {}, token.error()};
  for (const std::string& warning : token->warnings) terminal.warn(warning);
  return {account.name, token->expires_at, std::nullopt};
}

void report(const Outcome& outcome, const Options& options, Terminal& terminal) {
  if (options.wants_json) {
    oauth::JsonWriter writer(oauth::JsonLayout::one_line);
    writer.string("account", outcome.account);
    writer.boolean("refreshed", !outcome.error);
    if (outcome.error) {
      writer.string("error", kind_name(outcome.error->kind));
      writer.string("reason", outcome.error->message);
    } else {
      writer.number("expires_at", oauth::to_unix(outcome.expires_at));
    }
    terminal.print(writer.finish());
  } else if (outcome.error) {
    terminal.fail(outcome.account + ": " + outcome.error->message);
  } else if (!options.is_quiet) {
    terminal.print(outcome.account + "  " + terminal.styled(Style::good, "refreshed") +
                   "  token good until " + oauth::format_utc(outcome.expires_at));
  }
}

}  // namespace

int run_refresh(World& world, const Options& options, Terminal& terminal) {
  if (options.is_due) return run_refresh_due(world, options, terminal);
  if (options.accounts.empty() && !options.takes_all) {
    terminal.fail("name an account, or give --all or --due; see: sasl-oauth refresh --help");
    return exit_code::usage;
  }
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const Result<std::vector<StoredAccount>> accounts = book->choose(options.accounts);
  if (!accounts) return fail(terminal, accounts.error());
  int code = exit_code::done;
  Notifier notifier(world, terminal);
  for (const StoredAccount& account : *accounts) {
    terminal.progress("Refreshing " + account.name + " ...");
    const Outcome outcome = outcome_of(world, account, terminal);
    report(outcome, options, terminal);
    notifier.notify(account);
    if (outcome.error) code = worse(code, exit_code_of(outcome.error->kind));
  }
  return code;
}

}  // namespace tool

// SPDX-License-Identifier: MIT
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/tool_command.h"
#include "oauth/grant/client_copy.h"
#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/client_correction.h"
#include "tool/commands.h"
#include "tool/configured_client.h"
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

bool has_secret(const oauth::Client& client) {
  return !client.client_secret.empty() || !client.key.empty();
}

// The owner may write into his record what he likes, also the id of a client whose secret he may
// not read: he gets that only if root names the client.
Result<void> check_owner(const World& world, const Options& options, const oauth::Record& record,
                         const std::string& client) {
  if (!world.owner() || options.client == client) return {};
  return Error{oauth::ErrorKind::no_access,
               "[client." + client + "] has a secret, which " + world.owner()->name +
                   " gets only if you name it; run: " +
                   oauth::tool_command("refresh", record.account, world.owner()->name) +
                   " --client " + client};
}

// With our own rights: the secret's file may be closed to the accounts' owner.
std::optional<oauth::Client> client_to_correct(World& world, const Options& options,
                                               const StoredAccount& account, Terminal& terminal) {
  const auto configuration = world.configuration();
  const Result<oauth::Record> record = account.store->load(account.name);
  if (!configuration || !record) return std::nullopt;  // the refresh itself will tell
  auto client = corrected_client(**configuration, world.loader(), world.secrets(), *record);
  if (client && !*client) return std::nullopt;
  if (client) {
    const std::string name =
        client_name_of(**configuration, record->client.client_id, record->provider);
    auto checked =
        has_secret(**client) ? check_owner(world, options, *record, name) : Result<void>();
    if (checked) checked = oauth::check_client_key(world.network(), **client);
    if (checked) return std::move(*client);
    client = checked.error();
  }
  terminal.warn("the client is used as it was when the account signed in: " +
                client.error().message);
  return std::nullopt;
}

Result<oauth::AccessToken> refreshed(World& world, const Options& options,
                                     const StoredAccount& account, Terminal& terminal) {
  const std::optional<oauth::Client> client = client_to_correct(world, options, account, terminal);
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  if (client) {
    terminal.detail(account.name + ": the client of the configuration takes effect");
    auto corrected = correct_client(*account.store, account.name, *client);
    if (!corrected) return corrected.error();
  }
  return world.source(*account.store).refreshed(world.account(account.name));
}

Outcome outcome_of(World& world, const Options& options, const StoredAccount& account,
                   Terminal& terminal) {
  const Result<oauth::AccessToken> token = refreshed(world, options, account, terminal);
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
    const Outcome outcome = outcome_of(world, options, account, terminal);
    report(outcome, options, terminal);
    notifier.notify(account);
    if (outcome.error) code = worse(code, exit_code_of(outcome.error->kind));
  }
  return code;
}

}  // namespace tool

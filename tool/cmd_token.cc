// SPDX-License-Identifier: MIT
#include <utility>

#include "oauth/config.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/open_output.h"
#include "tool/token_format.h"

namespace tool {
namespace {

using oauth::Result;

Result<oauth::AccessToken> current_token(World& world, const Options& options) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return book.error();
  const Result<StoredAccount> stored = book->get(options.accounts[0]);
  if (!stored) return stored.error();
  oauth::Account account = world.account(stored->name);
  account.min_validity = options.min_validity.value_or(account.min_validity);
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  return world.source(*stored->store).current(account);
}

// As the plugin does: the configuration's user, else the record's, else the account's name.
std::string user_for(World& world, const std::string& account, const std::string& of_record) {
  const auto configuration = world.configuration();
  if (configuration) {
    const oauth::AccountSettings* settings = oauth::find_account(**configuration, account);
    if (settings && !settings->user.empty()) return settings->user;
  }
  return of_record.empty() ? account : of_record;
}

}  // namespace

int run_token(World& world, const Options& options, Terminal& terminal) {
  const Result<oauth::AccessToken> token = current_token(world, options);
  if (!token) return fail(terminal, token.error());
  for (const std::string& warning : token->warnings) terminal.warn(warning);
  const std::string user = user_for(world, options.accounts[0], token->user);
  const oauth::SaslIdentity identity{user, token->token.reveal(), options.host, options.port};
  const Result<oauth::Secret> line = format_token(options.format, identity, token->expires_at);
  if (!line) return fail(terminal, line.error());
  warn_of_open_output(terminal);
  terminal.print(*line);
  return exit_code::done;
}

}  // namespace tool

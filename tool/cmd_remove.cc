// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/confirmation.h"
#include "tool/exit_code.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Result;

bool may_remove(const std::vector<StoredAccount>& accounts, const Options& options,
                Terminal& terminal) {
  if (options.is_confirmed || isatty(STDIN_FILENO) != 1) return true;
  std::string names;
  for (const StoredAccount& account : accounts) {
    names += (names.empty() ? "" : ", ") + account.name;
  }
  return is_confirmed(terminal, "Forget " + names +
                                    " and the tokens kept for it? (sasl-oauth revoke withdraws"
                                    " them at the provider first)");
}

// A record that cannot be read can still be removed.
std::string provider_of(const StoredAccount& account) {
  const Result<oauth::Record> record = account.store->load(account.name);
  return record ? record->provider : std::string();
}

Result<bool> remove_record(World& world, const StoredAccount& account) {
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  const auto lease = account.store->lock(account.name, oauth::bounds::lock_timeout);
  if (!lease) return lease.error();
  const SignalsHeld held;
  return account.store->remove(**lease, account.name);
}

// Where a person withdraws what was granted, if the provider's sheet says so.
std::string page_of(World& world, const std::string& provider) {
  const auto configuration = world.configuration();
  if (provider.empty() || !configuration) return {};
  const auto sheet = world.loader().provider(**configuration, oauth::Reference{provider, {}});
  return sheet ? sheet->revocation_page : std::string();
}

void report(const StoredAccount& account, const std::string& provider, const std::string& page,
            Terminal& terminal) {
  const std::string server = provider.empty() ? "the provider" : provider;
  terminal.note("Removed " + account.name + " from " + account.store->folder() + ". What was" +
                " granted to it stands until it is withdrawn at " + server +
                (page.empty() ? "." : ": " + page));
}

// Users of a pattern account have records that are of no use without it.
std::vector<StoredAccount> derived_from(const StoredAccount& pattern) {
  std::vector<StoredAccount> found;
  const auto names = pattern.store->accounts();
  if (!names || !oauth::starts_with(pattern.name, "*")) return found;
  for (const std::string& name : *names) {
    const Result<oauth::Record> record = pattern.store->load(name);
    if (record && record->derived_from == pattern.name) found.push_back({name, pattern.store});
  }
  return found;
}

int remove(World& world, AccountBook& book, const StoredAccount& account, Terminal& terminal) {
  const std::string provider = provider_of(account);
  for (const StoredAccount& user : derived_from(account)) {
    if (auto removed = remove_record(world, user); !removed) return fail(terminal, removed.error());
    terminal.note("Removed " + user.name + ", which came from " + account.name + ".");
  }
  const Result<bool> removed = remove_record(world, account);
  if (!removed) return fail(terminal, removed.error());
  if (auto unmarked = book.unmark_if_empty(account.store->folder()); !unmarked) {
    terminal.warn("the mark of the last account could not be removed: " + unmarked.error().message);
  }
  report(account, provider, page_of(world, provider), terminal);
  return exit_code::done;
}

}  // namespace

int run_remove(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const Result<std::vector<StoredAccount>> accounts = book->choose(options.accounts);
  if (!accounts) return fail(terminal, accounts.error());
  if (!may_remove(*accounts, options, terminal)) {
    terminal.note("Nothing was removed.");
    return exit_code::usage;
  }
  int code = exit_code::done;
  for (const StoredAccount& account : *accounts) {
    code = worse(code, remove(world, *book, account, terminal));
  }
  return code;
}

}  // namespace tool

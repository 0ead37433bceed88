// SPDX-License-Identifier: MIT
#include <utility>
#include <vector>

#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/due_refresh.h"
#include "tool/exit_code.h"
#include "tool/notifier.h"

namespace tool {
namespace {

using oauth::Result;

const char* result_name(DueResult result) {
  switch (result) {
    case DueResult::refreshed:
      return "refreshed";
    case DueResult::not_due:
      return "not_due";
    case DueResult::waiting:
      return "waiting";
    case DueResult::standing:
      return "standing";
    case DueResult::failed:
      return "failed";
  }
  return "";
}

double jitter_of(oauth::Random& random) {
  unsigned char byte = 0;
  return random.fill(&byte, 1) ? byte / 255.0 : 0;
}

std::vector<DueAccount> due_accounts(World& world, const std::vector<StoredAccount>& accounts,
                                     const oauth::Configuration& configuration) {
  std::vector<DueAccount> due;
  for (const StoredAccount& each : accounts) {
    const oauth::Account account = world.account(each.name);
    const oauth::RefreshSchedule schedule{account.min_validity,
                                          oauth::refresh_at_least_for(configuration, each.name),
                                          jitter_of(world.random())};
    due.push_back({account, world.ports(*each.store), schedule});
  }
  return due;
}

void report_json(const DueOutcome& outcome, Terminal& terminal) {
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("account", outcome.account);
  writer.string("result", result_name(outcome.result));
  if (outcome.error) {
    writer.string("error", kind_name(outcome.error->kind));
    writer.string("reason", outcome.error->message);
  }
  if (outcome.expires_at != oauth::TimePoint()) {
    writer.number("expires_at", oauth::to_unix(outcome.expires_at));
  }
  terminal.print(writer.finish());
}

// Whoever reads a timer's output wants to hear of what is new and wrong, and of nothing else.
void report(const DueOutcome& outcome, const Options& options, Terminal& terminal) {
  for (const std::string& warning : outcome.warnings) terminal.warn(warning);
  if (options.wants_json) {
    report_json(outcome, terminal);
  } else if (outcome.result == DueResult::failed) {
    terminal.fail(outcome.account + ": " + outcome.error->message);
  } else if (outcome.result == DueResult::refreshed) {
    terminal.detail(outcome.account + ": refreshed, good until " +
                    oauth::format_utc(outcome.expires_at));
  } else {
    terminal.detail(outcome.account + ": " + result_name(outcome.result) +
                    (outcome.error ? ": " + outcome.error->message : ""));
  }
}

Result<std::vector<DueOutcome>> refresh_what_is_due(World& world,
                                                    const std::vector<StoredAccount>& accounts) {
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  DueRefresh due(due_accounts(world, accounts, **configuration));
  const Result<void> sent = world.network().send_all(due);
  if (!sent) return sent.error();
  due.run_commands();
  return due.outcomes();
}

}  // namespace

int run_refresh_due(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const Result<std::vector<StoredAccount>> accounts = book->choose(options.accounts);
  if (!accounts) return fail(terminal, accounts.error());
  terminal.progress("Refreshing what is due ...");
  const Result<std::vector<DueOutcome>> outcomes = refresh_what_is_due(world, *accounts);
  if (!outcomes) return fail(terminal, outcomes.error());
  int code = exit_code::done;
  Notifier notifier(world, terminal);
  for (std::size_t number = 0; number < accounts->size(); ++number) {
    const DueOutcome& outcome = (*outcomes)[number];
    report(outcome, options, terminal);
    notifier.notify((*accounts)[number]);
    if (outcome.error) code = worse(code, exit_code_of(outcome.error->kind));
  }
  return code;
}

}  // namespace tool

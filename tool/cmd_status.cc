// SPDX-License-Identifier: MIT
#include <utility>
#include <vector>

#include "oauth/base/text.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/provider_limits.h"
#include "tool/status_line.h"

namespace tool {
namespace {

using oauth::Result;

StatusLine line_of(World& world, const StoredAccount& account, const Options& options,
                   oauth::TimePoint now) {
  StatusLine line;
  line.account = account.name;
  if (const auto path = account.store->path_of(account.name)) line.path = *path;
  Result<oauth::Record> record = account.store->load(account.name);
  if (!record) {
    line.problem = record.error();
    line.status.state = AccountState::blocked;
    return line;
  }
  line.account = oauth::printable(record->account, oauth::bounds::max_user_bytes);
  StatusTerms terms;
  terms.min_validity = record->min_validity.value_or(world.account(account.name).min_validity);
  terms.limits = limits_of(world, record->provider);
  terms.warn_ahead = options.warn_ahead;
  line.status = status_of(*record, terms, now);
  line.record = std::move(*record);
  return line;
}

Result<std::vector<StatusLine>> collect(World& world, const Options& options,
                                        oauth::TimePoint now) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return book.error();
  const Result<ActingAs> acting = world.act_as_owner();
  if (!acting) return acting.error();
  const Result<std::vector<StoredAccount>> accounts = book->choose(options.accounts);
  if (!accounts) return accounts.error();
  std::vector<StatusLine> lines;
  for (const StoredAccount& account : *accounts) {
    lines.push_back(line_of(world, account, options, now));
  }
  return lines;
}

int code_for(const StatusLine& line, const Options& options) {
  if (line.problem) return exit_code_of(line.problem->kind);
  const int code = exit_code_of(line.status.state);
  return options.is_strict ? worse(code, exit_code_of(line.status.ends)) : code;
}

}  // namespace

int run_status(World& world, const Options& options, Terminal& terminal) {
  const StatusView view{world.clock().now(), options.for_user};
  const Result<std::vector<StatusLine>> lines = collect(world, options, view.now);
  if (!lines) return fail(terminal, lines.error());
  if (options.wants_json) {
    print_json(*lines, view, terminal);
  } else if (lines->empty()) {
    terminal.note("There is no account yet. Sign in: sasl-oauth login you@gmail.com" +
                  (options.for_user.empty() ? std::string() : " --for " + options.for_user));
  } else {
    print_table(*lines, view, terminal);
  }
  int code = exit_code::done;
  for (const StatusLine& line : *lines) code = worse(code, code_for(line, options));
  return code;
}

}  // namespace tool

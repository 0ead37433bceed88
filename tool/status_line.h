// SPDX-License-Identifier: MIT
#ifndef TOOL_STATUS_LINE_H
#define TOOL_STATUS_LINE_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/error.h"
#include "oauth/port/record.h"
#include "tool/account_status.h"
#include "tool/terminal.h"

namespace tool {

/// What `sasl-oauth status` knows of one account.
struct StatusLine {
  std::string account;  // printable
  std::string path;
  std::optional<oauth::Record> record;  // nothing if it could not be read
  std::optional<oauth::Error> problem;  // why
  AccountStatus status;
};

/// What holds for all lines.
struct StatusView {
  oauth::TimePoint now{};
  std::string for_user;  // to be named in the commands; empty: ourselves
};

/// Returns the sentences on an account that say what is wrong or soon will be, each with the exact
/// command: none where all is well.
std::vector<std::string> advice_on(const StatusLine& line, const StatusView& view);

/// Prints a table with a line for each account and its advice below it, in 100 columns as long as
/// the accounts' names leave room: else without the less important columns.
void print_table(const std::vector<StatusLine>& lines, const StatusView& view, Terminal& terminal);

/// Prints every fact of all accounts as one JSON object: {"accounts": [{...}, ...]}.
void print_json(const std::vector<StatusLine>& lines, const StatusView& view, Terminal& terminal);

}  // namespace tool

#endif

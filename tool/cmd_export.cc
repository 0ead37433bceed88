// SPDX-License-Identifier: MIT
#include <optional>
#include <utility>

#include "oauth/base/secret.h"
#include "oauth/base/text.h"
#include "oauth/store/foreign_json.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/open_output.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Record;
using oauth::Result;
using oauth::shown;

Error cannot(const Record& record, const std::string& why) {
  return {ErrorKind::bad_config,
          "sasl-xoauth2 cannot refresh " + shown(record.account) + ": " + why};
}

// What that program sends: client_id, client_secret and refresh_token in the body, and no more.
Result<void> check_can_serve(const Record& record) {
  using Method = oauth::ClientAuthentication;
  if (record.grant != oauth::GrantType::refresh_token) {
    return cannot(record, "it knows no machine accounts");
  }
  if (record.refresh_token.empty()) return cannot(record, "there is no refresh token");
  if (!record.dpop_key.empty()) return cannot(record, "the refresh token is bound to a key");
  const Method method = record.client.authentication;
  if (method != Method::none && method != Method::client_secret_post) {
    return cannot(record,
                  "its client proves itself by " + std::string(client_authentication_name(method)));
  }
  return {};
}

// It sends them as they are, so that '+' arrives as a blank.
void warn_of_unencoded(const Record& record, Terminal& terminal) {
  for (const oauth::Secret* secret : {&record.refresh_token, &record.client.client_secret}) {
    const bool is_harmed = secret->reveal().find_first_of("+&%") != std::string_view::npos;
    if (!is_harmed) continue;
    terminal.warn(
        "a token or secret has '+', '&' or '%' in it, which sasl-xoauth2 up to 0.27 sends"
        " unencoded: its refresh may fail");
    return;
  }
}

void warn_of_two(const Record& record, Terminal& terminal) {
  terminal.warn(
      "two programs must not refresh with the same tokens: where the server replaces"
      " them, the other one's are dead. Once the file is in use, run: sasl-oauth remove " +
      shown(record.account));
}

Result<void> export_account(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return book.error();
  const Result<StoredAccount> account = book->get(options.accounts[0]);
  if (!account) return account.error();
  const Result<Record> record = account->store->load(account->name);
  if (!record) return record.error();
  if (auto checked = check_can_serve(*record); !checked) return checked;
  const oauth::Secret text = oauth::write_foreign(*record);
  if (options.output == "-") {
    warn_of_open_output(terminal);
    terminal.print(text);
  } else {
    const auto overwriting = options.is_forced ? Overwriting::allowed : Overwriting::refused;
    auto wrote = write_private_file(options.output, text, overwriting);
    if (!wrote) return wrote;
    if (!options.is_quiet) {
      terminal.print("Exported " + terminal.styled(Style::strong, shown(record->account)) + " to " +
                     shown(options.output));
    }
  }
  warn_of_unencoded(*record, terminal);
  warn_of_two(*record, terminal);
  return {};
}

}  // namespace

int run_export(World& world, const Options& options, Terminal& terminal) {
  const Result<void> done = export_account(world, options, terminal);
  return done ? exit_code::done : fail(terminal, done.error());
}

}  // namespace tool

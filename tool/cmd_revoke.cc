// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <memory>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/client_proof.h"
#include "oauth/grant/revocation.h"
#include "oauth/refresh_policy.h"
#include "oauth/wire/json.h"
#include "oauth/wire/url.h"
#include "tool/account_book.h"
#include "tool/commands.h"
#include "tool/confirmation.h"
#include "tool/exit_code.h"
#include "tool/import_plan.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Record;
using oauth::Result;
using oauth::Revoked;
using oauth::shown;
using oauth::TokenKind;

/// Where an account's tokens can be withdrawn.
struct Place {
  std::string endpoint;
  oauth::NetworkSettings network;
};

class Revocation {
 public:
  Revocation(World& world, const Options& options, Terminal& terminal, AccountBook book)
      : world_(world), options_(options), terminal_(terminal), book_(std::move(book)) {}

  Result<void> run();

 private:
  Result<Place> place_for(const Record& record);
  Result<void> confirm() const;
  Result<void> withdraw(const StoredAccount& account, const Place& place);
  Result<Revoked> revoke_tokens(const Record& record, const Place& place);
  Result<void> forget(const StoredAccount& account, oauth::StoreLease& lease, Record record);
  void report(const StoredAccount& account, Revoked revoked);

  World& world_;
  const Options& options_;
  Terminal& terminal_;
  AccountBook book_;
};

Result<void> Revocation::run() {
  const Result<StoredAccount> account = book_.get(options_.accounts[0]);
  if (!account) return account.error();
  const Result<Record> record = account->store->load(account->name);
  if (!record) return record.error();
  const Result<Place> place = place_for(*record);
  if (!place) return place.error();
  if (record->refresh_token.empty() && record->access_token.empty()) {
    return Error{ErrorKind::bad_config, "there is no token of " + shown(account->name) +
                                            " to revoke; run: sasl-oauth remove " +
                                            shown(account->name)};
  }
  if (auto confirmed = confirm(); !confirmed) return confirmed;
  if (auto withdrawn = withdraw(*account, *place); !withdrawn) return withdrawn;
  if (options_.keeps) return {};
  if (auto unmarked = book_.unmark_if_empty(account->store->folder()); !unmarked) {
    terminal_.warn("the mark of the last account could not be removed: " +
                   unmarked.error().message);
  }
  return {};
}

Result<Place> Revocation::place_for(const Record& record) {
  const auto configuration = world_.configuration();
  if (!configuration) return configuration.error();
  const SignInSources sources{**configuration, world_.loader(), world_.secrets(), world_.files()};
  const Result<std::string> name = record.provider.empty()
                                       ? provider_of_endpoint(sources, record.client.token_endpoint)
                                       : Result<std::string>(record.provider);
  if (!name) return name.error();
  const std::string remove = "run: sasl-oauth remove " + shown(record.account);
  if (name->empty()) {
    return Error{ErrorKind::bad_config,
                 "nobody knows where to revoke tokens of " + shown(record.account) +
                     "; describe its server in a [provider.NAME] table with a"
                     " revocation_endpoint, or withdraw the consent at the provider and " +
                     remove};
  }
  const auto provider = world_.loader().provider(**configuration, oauth::Reference{*name, {}});
  if (!provider) return provider.error();
  if (provider->revocation_endpoint.empty()) {
    return Error{ErrorKind::bad_config,
                 "provider \"" + *name + "\" has no revocation_endpoint; withdraw the consent " +
                     (provider->revocation_page.empty() ? "on its pages"
                                                        : "at " + provider->revocation_page) +
                     ", and " + remove};
  }
  return Place{provider->revocation_endpoint,
               oauth::network_for(record, oauth::network_for(**configuration, *provider))};
}

Result<void> Revocation::confirm() const {
  if (options_.is_confirmed) return {};
  const std::string name = shown(options_.accounts[0]);
  const char* then = options_.keeps ? "?" : ", and forget the account?";
  if (isatty(STDIN_FILENO) == 1 &&
      is_confirmed(terminal_, "Have the server refuse all tokens of " + name + then)) {
    return {};
  }
  return Error{ErrorKind::bad_config,
               "nothing was revoked; to do it without a question, give --yes"};
}

Result<void> Revocation::withdraw(const StoredAccount& account, const Place& place) {
  const Result<ActingAs> acting = world_.act_as_owner();
  if (!acting) return acting.error();
  const auto lease = account.store->lock(account.name, oauth::bounds::lock_timeout);
  if (!lease) return lease.error();
  Result<Record> record = account.store->load(account.name);
  if (!record) return record.error();
  const auto url = oauth::parse_url(place.endpoint);
  terminal_.progress("Revoking at " + (url ? url->host : std::string("the server")) + " ...");
  // What the server has withdrawn must not stay here as if it were good.
  const SignalsHeld held;
  const Result<Revoked> revoked = revoke_tokens(*record, place);
  if (!revoked) return revoked.error();
  if (auto forgotten = forget(account, **lease, std::move(*record)); !forgotten) {
    Error error = forgotten.error();
    error.message = "the tokens were revoked, but the account stands: " + error.message;
    return error;
  }
  report(account, *revoked);
  return {};
}

Result<Revoked> Revocation::revoke_tokens(const Record& record, const Place& place) {
  const auto http = world_.network().http(place.network);
  if (!http) return http.error();
  const oauth::Client client = oauth::client_for_revocation(record.client, place.endpoint);
  oauth::ProvenHttp proven(**http, client, {world_.network(), world_.random(), &world_.files()},
                           world_.clock());
  const auto send = [&](TokenKind kind, const oauth::Secret& token) {
    auto revoked = oauth::revoke_token(proven, client, kind, token, world_.clock().now());
    if (revoked || revoked.error().kind != ErrorKind::unavailable) return revoked;
    Error error = revoked.error();
    error.message += "; the token is still good";
    return Result<Revoked>(std::move(error));
  };
  if (record.refresh_token.empty()) return send(TokenKind::access_token, record.access_token);
  Result<Revoked> revoked = send(TokenKind::refresh_token, record.refresh_token);
  const bool has_live_token =
      !record.access_token.empty() && record.expires_at > world_.clock().now();
  if (!revoked || !has_live_token) return revoked;
  // A server should withdraw it together with the refresh token (section 2.1), and need not.
  const auto access = send(TokenKind::access_token, record.access_token);
  if (!access) {
    terminal_.warn("the access token may be good until " + oauth::format_utc(record.expires_at) +
                   ": " + access.error().message);
  }
  return revoked;
}

Result<void> Revocation::forget(const StoredAccount& account, oauth::StoreLease& lease,
                                Record record) {
  if (!options_.keeps) {
    const Result<bool> removed = account.store->remove(lease, account.name);
    return removed ? Result<void>() : Result<void>(removed.error());
  }
  record.refresh_token = oauth::Secret();
  record.access_token = oauth::Secret();
  record.expires_at = {};
  record.verdict.reset();
  return account.store->save(lease, record, oauth::SaveMode::replace);
}

void Revocation::report(const StoredAccount& account, Revoked revoked) {
  if (options_.wants_json) {
    oauth::JsonWriter writer(oauth::JsonLayout::one_line);
    writer.string("account", account.name);
    writer.boolean("revoked", true);
    writer.boolean("was_gone", revoked == Revoked::before);
    writer.boolean("removed", !options_.keeps);
    return terminal_.print(writer.finish());
  }
  if (options_.is_quiet) return;
  const std::string end =
      options_.keeps
          ? "the account stays, without tokens; sign in by: sasl-oauth login " + shown(account.name)
          : "the account was removed";
  terminal_.print(terminal_.styled(Style::good, "Revoked") + " " +
                  terminal_.styled(Style::strong, shown(account.name)) +
                  (revoked == Revoked::before ? " (the server knew the token no more)" : "") +
                  "; " + end);
}

}  // namespace

int run_revoke(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const Result<void> done = Revocation(world, options, terminal, std::move(*book)).run();
  return done ? exit_code::done : fail(terminal, done.error());
}

}  // namespace tool

// SPDX-License-Identifier: MIT
#include "tool/two_step_sign_in.h"

#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/wire/json.h"
#include "tool/account_status.h"
#include "tool/line_input.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::PendingSignIn;
using oauth::Result;
using oauth::Secret;
using oauth::shown;
using std::chrono::steady_clock;

Error begin_first(const std::string& account, const std::string& why) {
  return Error{ErrorKind::consent_needed,
               why + "; run: sasl-oauth login " + shown(account) + " --begin"};
}

// --finish may be run from another folder.
std::string absolute_if_file(const std::string& client) {
  std::error_code problem;
  if (client.empty() || !std::filesystem::is_regular_file(client, problem)) return client;
  const std::string path = std::filesystem::absolute(client, problem).string();
  return problem ? client : path;
}

Error no_address() {
  return Error{ErrorKind::bad_config,
               "the standard input is empty; give it the address that the browser ended at"};
}

}  // namespace

Result<PendingSignIn> new_pending(const SignInPorts& ports, const SignInPlan& plan,
                                  const Options& options) {
  Result<oauth::SignInAttempt> attempt =
      oauth::begin_sign_in(ports.random, ports.network, pasted_redirect_uri(plan));
  if (!attempt) return attempt.error();
  PendingSignIn pending;
  pending.account = options.accounts[0];
  pending.expires_at = ports.clock.now() + oauth::bounds::pending_sign_in;
  pending.attempt = std::move(*attempt);
  pending.client_id = plan.client.client_id;
  pending.token_endpoint = plan.client.token_endpoint;
  pending.client = absolute_if_file(options.client);
  pending.provider = options.provider;
  pending.tenant = options.tenant;
  // A mail server is asked once.
  pending.issuer = options.server.empty() ? options.issuer : plan.provider.name;
  pending.scope = options.scope;
  pending.user = options.user;
  if (plan.is_registered) {
    pending.registered_at = plan.provider.name;
    pending.client_secret = plan.client.client_secret.clone();
    pending.authentication = plan.client.authentication;
  }
  return pending;
}

void print_pending(Terminal& terminal, const SignInPlan& plan, const PendingSignIn& pending,
                   const Options& options) {
  const std::string address = sign_in_address(plan, pending.attempt, pending.account);
  if (options.wants_json) {
    oauth::JsonWriter writer(oauth::JsonLayout::one_line);
    writer.string("account", pending.account);
    writer.string("authorization_url", address);
    writer.string("redirect_uri", pending.attempt.redirect_uri);
    writer.number("expires_at", oauth::to_unix(pending.expires_at));
    terminal.print(writer.finish());
    return;
  }
  terminal.note("Open this address in a browser, and sign in there:");
  terminal.print(address);
  terminal.note("The browser ends at a page that begins with " + pending.attempt.redirect_uri +
                ", which need not load.\nWithin " + as_words(oauth::bounds::pending_sign_in) +
                " give its whole address to the standard input of:\n  " +
                oauth::tool_command("login", pending.account, options.for_user) + " --finish");
}

Result<PendingSignIn> load_pending(const PendingFile& file, const std::string& account,
                                   oauth::TimePoint now) {
  auto pending = file.load();
  if (!pending) return pending.error();
  if (!*pending || !oauth::equals_ignoring_case((*pending)->account, account)) {
    return begin_first(account, "no sign-in of " + shown(account) + " has been begun");
  }
  // A clock that was set back makes it no longer than it was meant to be.
  const oauth::seconds left = (*pending)->expires_at - now;
  if (left > oauth::seconds(0) && left <= oauth::bounds::pending_sign_in) {
    return std::move(**pending);
  }
  if (auto removed = file.remove(); !removed) return removed.error();
  return begin_first(account, "the sign-in of " + shown(account) + " was begun more than " +
                                  as_words(oauth::bounds::pending_sign_in) + " ago");
}

void choose_as_begun(Options& options, const PendingSignIn& pending) {
  options.client = pending.client;
  options.provider = pending.provider;
  options.tenant = pending.tenant;
  options.issuer = pending.issuer;
  options.scope = pending.scope;
  options.user = pending.user;
}

oauth::Record registered_record(const PendingSignIn& pending) {
  oauth::Record record;
  record.account = pending.account;
  record.provider = pending.registered_at;
  record.client.client_id = pending.client_id;
  record.client.client_secret = pending.client_secret.clone();
  record.client.authentication = pending.authentication;
  return record;
}

Result<void> check_unchanged(const SignInPlan& plan, const PendingSignIn& pending) {
  if (plan.client.client_id == pending.client_id &&
      plan.client.token_endpoint == pending.token_endpoint) {
    return {};
  }
  return Error{ErrorKind::bad_config,
               "the client or provider in the configuration has changed since the sign-in was"
               " begun; begin it again: sasl-oauth login " +
                   shown(pending.account) + " --begin"};
}

Result<Secret> read_address(Terminal& terminal, int descriptor, oauth::seconds patience) {
  if (isatty(descriptor) == 1) terminal.ask("Paste the address that the browser ended at:");
  const auto deadline = steady_clock::now() + patience;
  LineInput typing(descriptor);
  while (!typing.is_at_end()) {
    while (auto line = typing.take_line()) {
      if (!oauth::trimmed(line->reveal()).empty()) return std::move(*line);
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
    struct pollfd watched = {typing.descriptor(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&watched, 1, static_cast<int>(left.count())) <= 0) {
      return Error{ErrorKind::unavailable,
                   "no address was pasted in time; run the same command again"};
    }
    typing.read();
  }
  while (auto line = typing.take_line()) {
    if (!oauth::trimmed(line->reveal()).empty()) return std::move(*line);
  }
  return no_address();
}

}  // namespace tool

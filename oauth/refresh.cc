// SPDX-License-Identifier: MIT
#include "oauth/refresh.h"

#include <algorithm>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/grant/client_proof.h"
#include "oauth/grant/command.h"
#include "oauth/grant/grant.h"
#include "oauth/grant/token_request.h"
#include "oauth/refresh_policy.h"

namespace oauth {
namespace {

using End = std::optional<Result<AccessToken>>;

Error unusable(const TokenReply& reply) {
  return Error{ErrorKind::bad_reply, "the token server's reply " + reply.problem +
                                         "; check the account's token_endpoint and scope"};
}

std::vector<std::string> remarks_on(const TokenReply& reply, const Record& before) {
  std::vector<std::string> remarks;
  if (!reply.remark.empty()) remarks.push_back("the token server's reply " + reply.remark);
  const std::string missing = missing_scope(before.client.scope, reply.scope);
  if (!missing.empty()) {
    const bool has_person = before.grant == GrantType::refresh_token;
    remarks.push_back(
        "the server granted less than was asked for, without " + shown(missing) +
        (has_person ? "; to grant it all, run: " : "; correct that at the provider, then run: ") +
        tool_command(has_person ? "login" : "refresh", before.account, before.kept_for));
  }
  return remarks;
}

std::string not_saved(const Error& error) {
  return "the new token could not be saved, and the next login may fail: " + error.message;
}

}  // namespace

std::optional<Error> reason_against(const Record& record, Wanted wanted, TimePoint now) {
  std::optional<Error> reason = reason_to_wait(record, now);
  const bool may_be_mended =
      reason && (reason->kind == ErrorKind::bad_config || reason->kind == ErrorKind::refused);
  if (wanted == Wanted::newer && may_be_mended) return std::nullopt;
  return reason;
}

seconds need_of(const Account& account, const Record& record) {
  return record.min_validity.value_or(account.min_validity);
}

AccessToken token_of(const Record& record, std::vector<std::string> warnings) {
  if (!record.warning.empty()) warnings.insert(warnings.begin(), record.warning);
  return AccessToken{record.access_token.clone(), record.user, record.expires_at,
                     std::move(warnings)};
}

Result<AccessToken> old_token_or(const Record& record, Error error, Wanted wanted, TimePoint now) {
  if (wanted != Wanted::fresh || !is_alive(record, now)) return error;
  return token_of(record, {std::move(error.message)});
}

NetworkSettings Refresh::settings() const {
  NetworkSettings settings = network_for(record_, account_.network);
  // A second request has what the first one left of the time. (A clock may be set meanwhile.)
  const seconds left = settings.request_timeout - (ports_.clock.now() - began_at_);
  settings.request_timeout = std::min(std::max(left, seconds(1)), settings.request_timeout);
  return settings;
}

End Refresh::begin(Record before, std::chrono::milliseconds patience) {
  Result<std::unique_ptr<StoreLease>> lease = ports_.store.lock(account_.name, patience);
  if (!lease) return old_token_or(before, lease.error(), wanted_, ports_.clock.now());
  lease_ = std::move(*lease);
  Result<Record> record = ports_.store.load(account_.name);
  if (!record) return record.error();
  record_ = std::move(*record);
  const TimePoint now = began_at_ = ports_.clock.now();
  // Whoever held the lock before us has most likely done the work.
  const bool is_another = !record_.access_token.equals(before.access_token);
  if ((wanted_ == Wanted::fresh || is_another) &&
      is_fresh(record_, need_of(account_, record_), now)) {
    return token_of(record_);
  }
  if (auto reason = reason_against(record_, wanted_, now)) {
    return old_token_or(record_, std::move(*reason), wanted_, now);
  }
  return ask();
}

End Refresh::ask() {
  asked_at_ = ports_.clock.now();
  if (record_.grant == GrantType::command) {
    return settle(run_token_command(ports_.process, record_, asked_at_));
  }
  if (auto reason = reason_to_spare()) {
    return old_token_or(record_, std::move(*reason), wanted_, asked_at_);
  }
  Result<HttpRequest> request = prepare();
  if (!request) return settle(request.error());
  request_ = std::move(*request);
  reserve_.take();
  return std::nullopt;
}

// A server that replaces the refresh token gives the next one once: there must be a place for it.
std::optional<Error> Refresh::reason_to_spare() {
  if (record_.grant != GrantType::refresh_token) return std::nullopt;
  const Result<void> prepared = ports_.store.prepare(*lease_);
  if (prepared || !record_.refresh_token_rotates) return std::nullopt;
  return Error{ErrorKind::no_access,
               "no new token was asked for, since it could not be saved, and with it the account "
               "would be lost: " +
                   prepared.error().message};
}

Result<HttpRequest> Refresh::prepare() {
  Result<Form> form = grant_form(record_, ports_.network, asked_at_);
  if (!form) return form.error();
  Result<HttpRequest> request = prepare_token_request(record_.client, std::move(*form));
  if (!request) return request;
  if (record_.dpop_key.empty()) return proven(std::move(request));
  plain_request_ = std::move(*request);
  prover_.emplace(ports_.network, ports_.random,
                  DpopProver::Holder{record_.dpop_key, record_.dpop_nonce, {}}, asked_at_);
  return proven(prover_->prove(*plain_request_));
}

Result<HttpRequest> Refresh::proven(Result<HttpRequest> request) {
  if (!request) return request;
  const ProofPorts ports{ports_.network, ports_.random, ports_.files};
  const auto put = put_client_proof(*request, record_.client, ports, ports_.clock.now());
  if (!put) return put.error();
  return request;
}

End Refresh::take(Result<HttpResponse> response) {
  if (!response) return settle(response.error());
  if (prover_) {
    const bool wants_another = reserve_.spend_on([&] { return prover_->take_nonce(*response); });
    reserve_.spend_on([&] { record_.dpop_nonce = prover_->nonce(); });
    if (wants_another && !has_new_nonce_) {
      has_new_nonce_ = true;
      Result<HttpRequest> again = proven(prover_->prove(*plain_request_));
      if (!again) return settle(again.error());
      request_ = std::move(*again);
      return std::nullopt;
    }
  }
  return settle(reserve_.spend_on(
      [&] { return read_answer(record_.client, *request_, *response, asked_at_); }));
}

End Refresh::settle(Result<TokenReply> reply) {
  if (reply) return keep(std::move(*reply));
  // Somebody who takes no lock of ours may have rotated the token meanwhile: then his is the one.
  if (reply.error().kind == ErrorKind::consent_needed && takes_rotated_record()) {
    if (is_fresh(record_, need_of(account_, record_), ports_.clock.now())) return token_of(record_);
    return ask();
  }
  return fail(machine_failure(record_, reply.error()));
}

bool Refresh::takes_rotated_record() {
  if (has_rotated_record_) return false;
  Result<Record> stored = ports_.store.load(account_.name);
  if (!stored || stored->refresh_token.equals(record_.refresh_token)) return false;
  prover_.reset();
  record_ = std::move(*stored);
  has_rotated_record_ = true;
  has_new_nonce_ = false;
  return true;
}

Result<AccessToken> Refresh::keep(TokenReply reply) {
  // No other grant has use for one (RFC 6749 section 4.4.3), and it would be asked with next time.
  if (record_.grant != GrantType::refresh_token) reply.refresh_token = Secret();
  if (!reply.problem.empty()) {
    Error error = reserve_.spend_on([&] { return unusable(reply); });
    apply_reply(record_, std::move(reply), asked_at_);  // for a refresh token that came along
    return fail(std::move(error));
  }
  std::vector<std::string> warnings = reserve_.spend_on([&] { return remarks_on(reply, record_); });
  // A client that asks for itself asks for the same again.
  if (record_.grant != GrantType::refresh_token) reply.scope.clear();
  apply_reply(record_, std::move(reply), asked_at_);
  const Result<void> saved =
      reserve_.spend_on([&] { return ports_.store.save(*lease_, record_, SaveMode::replace); });
  if (!saved) warnings.push_back(not_saved(saved.error()));
  return reserve_.spend_on([&] { return token_of(record_, warnings); });
}

Result<AccessToken> Refresh::fail(Error error) {
  const auto old_token = [&] {
    return old_token_or(record_, std::move(error), wanted_, ports_.clock.now());
  };
  if (is_local(error)) return old_token();
  if (ports_.explainer != nullptr) {
    reserve_.spend_on([&] {
      const std::string meaning = ports_.explainer->meaning_of(record_.provider, error);
      if (!meaning.empty()) error.message += " (" + meaning + ")";
    });
  }
  reserve_.spend_on([&] { apply_failure(record_, error, ports_.clock.now(), jitter()); });
  const bool is_verdict = record_.verdict && record_.verdict->kind == error.kind;
  if (is_verdict) error.message = record_.verdict->reason;
  // If this cannot be saved, the next login asks once more: no harm but the request.
  const Result<void> saved =
      reserve_.spend_on([&] { return ports_.store.save(*lease_, record_, SaveMode::replace); });
  if (!saved) {
    error.message += " (and this could not be noted: " + saved.error().message + ")";
  }
  return old_token();
}

double Refresh::jitter() {
  unsigned char bytes[2] = {};
  if (!ports_.random.fill(bytes, sizeof bytes)) return 1.0;
  return (bytes[0] * 256 + bytes[1]) / 65535.0;
}

}  // namespace oauth

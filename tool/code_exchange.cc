// SPDX-License-Identifier: MIT
#include "tool/code_exchange.h"

#include <utility>

#include "oauth/base/base64.h"
#include "oauth/grant/client_proof.h"
#include "oauth/grant/dpop_http.h"
#include "oauth/login/redirect_address.h"

namespace tool {
namespace {

using oauth::Result;
using oauth::Secret;

// Google wants the proof's jti to be the hash of the code, so that one cannot be used with another.
Result<std::string> jti_of(oauth::Network& network, const Secret& code) {
  const Result<oauth::Sha256> hash = network.sha256(code.reveal());
  if (!hash) return hash.error();
  return oauth::base64url_encode({reinterpret_cast<const char*>(hash->data()), hash->size()});
}

}  // namespace

std::string sign_in_address(const SignInPlan& plan, const oauth::SignInAttempt& attempt,
                            const std::string& account) {
  const bool is_address = account.find('@') != std::string::npos;
  return oauth::authorization_url(plan.provider, plan.client, attempt,
                                  is_address ? account : std::string());
}

std::string pasted_redirect_uri(const SignInPlan& plan) {
  return plan.redirect_uri.empty() ? oauth::RedirectAddress().uri(0) : plan.redirect_uri;
}

oauth::ExpectedRedirect expected_redirect(const SignInPlan& plan,
                                          const oauth::SignInAttempt& attempt) {
  const bool is_named = plan.provider.names_its_issuer.value_or(false);
  return {attempt.state, plan.provider.issuer,
          is_named ? oauth::IssuerRule::required : oauth::IssuerRule::checked_if_there};
}

Result<SignedIn> trade_code(const SignInPorts& ports, const SignInPlan& plan,
                            const oauth::SignInAttempt& attempt, const Secret& code) {
  ports.terminal.progress("Asking " + plan.provider.name + " for the tokens ...");
  const auto http = ports.network.http(plan.network);
  if (!http) return http.error();
  oauth::ProvenHttp proven(**http, plan.client, {ports.network, ports.random, ports.files},
                           ports.clock);
  ports.terminal.detail("exchanging the code at " + plan.client.token_endpoint);
  SignedIn signed_in;
  signed_in.at = ports.clock.now();
  const auto exchange = [&](oauth::HttpClient& by) {
    return oauth::exchange_code(by, plan.client, attempt, code, signed_in.at);
  };
  Result<oauth::TokenReply> reply = oauth::Error{oauth::ErrorKind::internal, ""};
  if (plan.provider.binds_refresh_tokens.value_or(false)) {
    Result<Secret> key = ports.network.new_ec_key();
    if (!key) return key.error();
    const Result<std::string> jti = jti_of(ports.network, code);
    if (!jti) return jti.error();
    signed_in.binding.key = std::move(*key);
    oauth::DpopProver prover(ports.network, ports.random, {signed_in.binding.key, {}, *jti},
                             signed_in.at);
    oauth::DpopHttp bound(proven, prover);
    reply = exchange(bound);
    signed_in.binding.nonce = prover.nonce();
  } else {
    reply = exchange(proven);
  }
  if (!reply) return reply.error();
  signed_in.reply = std::move(*reply);
  return signed_in;
}

}  // namespace tool

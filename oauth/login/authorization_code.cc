// SPDX-License-Identifier: MIT
#include "oauth/login/authorization_code.h"

#include <algorithm>
#include <array>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/grant/token_request.h"
#include "oauth/login/granted.h"
#include "oauth/wire/form.h"

namespace oauth {
namespace {

constexpr std::size_t random_bytes = 32;

Result<Secret> random_text(Random& random) {
  std::array<unsigned char, random_bytes> bytes = {};
  if (auto filled = random.fill(bytes.data(), bytes.size()); !filled) return filled.error();
  std::string text = base64url_encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  wipe(bytes.data(), bytes.size());
  return Secret::take(text);
}

}  // namespace

Result<std::string> pkce_challenge(Network& network, const Secret& verifier) {
  const Result<Sha256> hash = network.sha256(verifier.reveal());
  if (!hash) return hash.error();
  return base64url_encode({reinterpret_cast<const char*>(hash->data()), hash->size()});
}

Result<SignInAttempt> begin_sign_in(Random& random, Network& network, std::string redirect_uri) {
  Result<Secret> state = random_text(random);
  if (!state) return state.error();
  Result<Secret> verifier = random_text(random);
  if (!verifier) return verifier.error();
  Result<std::string> challenge = pkce_challenge(network, *verifier);
  if (!challenge) return challenge.error();
  return SignInAttempt{std::move(redirect_uri), std::move(*state), std::move(*verifier),
                       std::move(*challenge)};
}

std::string authorization_url(const Provider& provider, const Client& client,
                              const SignInAttempt& attempt, std::string_view login_hint) {
  Form query;
  query.add("response_type", "code");
  query.add("client_id", client.client_id);
  query.add("redirect_uri", attempt.redirect_uri);
  if (!client.scope.empty()) query.add("scope", client.scope);
  query.add("state", attempt.state);
  query.add("code_challenge", attempt.challenge);
  query.add("code_challenge_method", "S256");
  for (const auto& [name, value] : provider.authorization_parameters) query.add(name, value);
  if (!login_hint.empty()) query.add("login_hint", login_hint);
  std::string url = provider.authorization_endpoint;
  url.resize(std::min(url.find('#'), url.size()));
  url += url.find('?') == url.npos ? '?' : '&';
  return url.append(query.encoded().reveal());
}

Result<TokenReply> exchange_code(HttpClient& http, const Client& client,
                                 const SignInAttempt& attempt, const Secret& code, TimePoint now) {
  Form form;
  form.add("grant_type", "authorization_code");
  form.add("code", code);
  form.add("redirect_uri", attempt.redirect_uri);
  form.add("code_verifier", attempt.verifier);
  Result<TokenReply> reply = request_token(http, client, std::move(form), now);
  if (!reply) return reply;
  return accept_sign_in(std::move(*reply), client);
}

}  // namespace oauth

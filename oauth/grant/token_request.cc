// SPDX-License-Identifier: MIT
#include "oauth/grant/token_request.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "oauth/base/base64.h"
#include "oauth/base/text.h"
#include "oauth/grant/sent_secrets.h"
#include "oauth/wire/json.h"
#include "oauth/wire/retry_after.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

struct Meaning {
  std::string_view error;
  ErrorKind kind;
};

// RFC 6749 section 5.2, RFC 8707, RFC 9449, OpenID Connect Core section 3.1.2.6, and what Google
// and Microsoft add.
constexpr std::array meanings = {
    Meaning{"invalid_grant", ErrorKind::consent_needed},
    Meaning{"interaction_required", ErrorKind::consent_needed},
    Meaning{"login_required", ErrorKind::consent_needed},
    Meaning{"consent_required", ErrorKind::consent_needed},
    Meaning{"invalid_rapt", ErrorKind::consent_needed},
    Meaning{"invalid_client", ErrorKind::bad_config},
    Meaning{"unauthorized_client", ErrorKind::bad_config},
    Meaning{"unsupported_grant_type", ErrorKind::bad_config},
    Meaning{"invalid_scope", ErrorKind::bad_config},
    Meaning{"invalid_request", ErrorKind::bad_config},
    Meaning{"invalid_target", ErrorKind::bad_config},
    Meaning{"invalid_dpop_proof", ErrorKind::bad_config},
    Meaning{"use_dpop_nonce", ErrorKind::bad_config},
    Meaning{"access_denied", ErrorKind::refused},
    Meaning{"admin_policy_enforced", ErrorKind::refused},
    Meaning{"org_internal", ErrorKind::refused},
    Meaning{"deleted_client", ErrorKind::refused},
    Meaning{"disabled_client", ErrorKind::refused},
    Meaning{"temporarily_unavailable", ErrorKind::unavailable},
    Meaning{"server_error", ErrorKind::unavailable},
    Meaning{"internal_failure", ErrorKind::unavailable},
    Meaning{"slow_down", ErrorKind::unavailable},
    Meaning{"rate_limit_exceeded", ErrorKind::unavailable},
};

bool is_transient_status(int status) {
  return status == 408 || status == 429 || (status >= 500 && status <= 599);
}

bool is_wrong_endpoint(int status) {
  return (status >= 300 && status <= 399) || status == 404 || status == 405 || status == 410;
}

std::optional<ErrorKind> known_kind(const TokenErrorReply& reply) {
  const auto* found = std::find_if(meanings.begin(), meanings.end(),
                                   [&](const Meaning& m) { return m.error == reply.error; });
  if (found == meanings.end()) return std::nullopt;
  return found->kind;
}

std::string words_of(const TokenErrorReply& reply) {
  std::string words = reply.error;
  if (!reply.subtype.empty()) words += " (" + reply.subtype + ")";
  if (!reply.description.empty()) words += ": " + reply.description;
  // Our sentence goes on behind it.
  if (words.back() == '.' && words.size() > 1 && words[words.size() - 2] != '.') words.pop_back();
  return words;
}

Error refusal(const TokenErrorReply& reply, std::string_view host) {
  // An error nobody has named yet: waiting loses nothing, giving up may lose a login.
  const ErrorKind kind = known_kind(reply).value_or(ErrorKind::unavailable);
  std::string sentence = std::string(host) + " answered " + words_of(reply);
  if (kind == ErrorKind::unavailable) sentence += "; it may work later";
  return Error{kind, std::move(sentence), seconds(0), reply.error, reply.subcode};
}

Error transient(int status, const std::optional<TokenErrorReply>& reply, std::string_view host) {
  std::string sentence = std::string(host) + " answered HTTP status " + std::to_string(status);
  if (reply) sentence += ", " + words_of(*reply);
  sentence += "; it may work later";
  return Error{ErrorKind::unavailable, std::move(sentence), seconds(0), reply ? reply->error : "",
               reply ? reply->subcode : ""};
}

Error wrong_endpoint(int status, std::string_view host) {
  return Error{ErrorKind::bad_config,
               std::string(host) + " answered HTTP status " + std::to_string(status) +
                   " to the token request; check the token_endpoint",
               seconds(0), std::to_string(status)};
}

Error bad_endpoint(const Error& phrase) {
  return Error{ErrorKind::bad_config, "the account's token_endpoint " + phrase.message +
                                          "; sign in again, or correct it in the token file"};
}

Error not_oauth(int status, const std::string& what, std::string_view host) {
  return Error{ErrorKind::bad_reply,
               std::string(host) + " sent HTTP status " + std::to_string(status) +
                   " with a reply that " + what +
                   "; is a proxy or a sign-in page of the network in between?"};
}

Error failure(const HttpResponse& response, std::string_view host) {
  const auto reply = parse_token_error(response.body.reveal());
  if (is_transient_status(response.status)) return transient(response.status, reply, host);
  // Some frameworks say {"status":404,"error":"Not Found"}: an "error", but none of OAuth's.
  const bool is_oauth = reply && (known_kind(*reply) || !is_wrong_endpoint(response.status));
  if (is_oauth) return refusal(*reply, host);
  if (is_wrong_endpoint(response.status)) return wrong_endpoint(response.status, host);
  return not_oauth(response.status, "is no OAuth answer", host);
}

// "Basic" base64(form-encoded id ":" form-encoded secret), RFC 6749 section 2.3.1.
HttpHeader basic_authorization(const Client& client) {
  Secret pair;
  append_form_encoded(pair, client.client_id);
  pair.append(":");
  append_form_encoded(pair, client.client_secret.reveal());
  Secret value = Secret::copy_of("Basic ");
  value.append(base64_encode(pair.reveal()));
  return HttpHeader{"Authorization", std::move(value)};
}

void mask(std::string& text, const std::vector<Secret>& secrets) {
  text = masked(text, secrets).reveal();
}

// RFC 6749 section 5.1 has 200 alone; but what came with a 201 may be the only live refresh token.
bool is_success(const HttpResponse& response) {
  return response.status == 200 || (response.status / 100 == 2 && !response.body.empty());
}

bool has_tokens(const HttpResponse& response) {
  return is_success(response) && parse_token_reply(response.body.reveal());
}

// A server that refuses may name the tokens that it has made all the same, and one may be the type.
void add_tokens_of(const HttpResponse& response, std::vector<Secret>& secrets) {
  const Result<JsonObject> reply = JsonObject::parse(response.body.reveal());
  if (!reply) return;
  for (const char* name : {"access_token", "refresh_token", "id_token", "device_code"}) {
    const JsonMember* member = reply->find(name);
    if (member) secrets.push_back(member->text.clone());
  }
}

// The same without the secrets, so that none gets into the sentences that are made of it.
HttpResponse masked_copy(const HttpResponse& response, const std::vector<Secret>& secrets) {
  HttpResponse copy;
  copy.status = response.status;
  copy.body = masked(response.body.reveal(), secrets);
  copy.retry_after = response.retry_after;
  return copy;
}

}  // namespace

HttpRequest build_token_request(const Client& client, Form grant) {
  HttpRequest request;
  request.url = client.token_endpoint;
  request.headers.push_back(HttpHeader{"Accept", Secret::copy_of("application/json")});
  if (client.authentication == ClientAuthentication::client_secret_basic) {
    request.headers.push_back(basic_authorization(client));
  } else if (!client.client_id.empty()) {  // an assertion may speak for itself (RFC 7521, 4.1)
    grant.add("client_id", client.client_id);
  }
  if (client.authentication == ClientAuthentication::client_secret_post &&
      !client.client_secret.empty()) {
    grant.add("client_secret", client.client_secret);
  }
  request.body = grant.take();
  return request;
}

Result<TokenReply> read_token_response(const HttpResponse& response, std::string_view host,
                                       TimePoint now) {
  if (!is_success(response)) {
    Error error = failure(response, host);
    error.retry_after = parse_retry_after(response.retry_after, now);
    return error;
  }
  Result<TokenReply> reply = parse_token_reply(response.body.reveal());
  if (reply) return reply;
  if (const auto told = parse_token_error(response.body.reveal())) return refusal(*told, host);
  return not_oauth(response.status, reply.error().message, host);
}

Result<HttpRequest> prepare_token_request(const Client& client, Form grant) {
  // A token file may name any address; that a loopback one may be http was decided when it was
  // made.
  const Result<void> checked = check_endpoint(client.token_endpoint, PlainHttp::to_loopback);
  if (!checked) return bad_endpoint(checked.error());
  return build_token_request(client, std::move(grant));
}

Result<TokenReply> read_answer(const Client& client, const HttpRequest& request,
                               const HttpResponse& response, TimePoint now) {
  const Result<Url> url = parse_url(request.url);
  if (!url) return bad_endpoint(url.error());
  std::vector<Secret> secrets = sent_secrets(request, client);
  if (has_tokens(response)) {
    Result<TokenReply> reply = read_token_response(response, url->host, now);
    add_tokens_of(response, secrets);
    mask(reply->problem, secrets);
    return reply;
  }
  Result<TokenReply> reply = read_token_response(masked_copy(response, secrets), url->host, now);
  // With the mask in the place of forbidden letters a token may pass as one.
  Error error = reply ? not_oauth(response.status, "is no OAuth answer", url->host) : reply.error();
  add_tokens_of(response, secrets);
  // Once more: in JSON a secret may have been written with escapes.
  mask(error.message, secrets);
  mask(error.code, secrets);
  mask(error.subcode, secrets);
  return error;
}

Result<TokenReply> request_token(HttpClient& http, const Client& client, Form grant,
                                 TimePoint now) {
  const Result<HttpRequest> request = prepare_token_request(client, std::move(grant));
  if (!request) return request.error();
  const Result<HttpResponse> response = http.send(*request);
  if (!response) return response.error();
  return read_answer(client, *request, *response, now);
}

}  // namespace oauth

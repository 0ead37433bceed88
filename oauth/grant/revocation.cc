// SPDX-License-Identifier: MIT
#include "oauth/grant/revocation.h"

#include <utility>

#include "oauth/base/text.h"
#include "oauth/grant/token_request.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

// Answers about a token that is good for nothing any more.
bool is_gone(const Error& error) {
  return error.code == "invalid_token" || error.code == "invalid_grant";
}

std::string host_of(const std::string& url) {
  const Result<Url> parsed = parse_url(url);
  return parsed ? parsed->host : std::string("the server");
}

// The token request's sentences, where they would name the wrong endpoint or remedy.
Error about_revocation(Error error, const std::string& host) {
  if (error.code == "unsupported_token_type") {
    error.kind = ErrorKind::refused;
    error.message = host + " does not revoke tokens of this type";
  } else if (parse_integer(error.code)) {
    error.message = host + " answered HTTP status " + error.code +
                    " to the revocation; check the provider's revocation_endpoint";
  }
  return error;
}

}  // namespace

Client client_for_revocation(const Client& client, std::string endpoint) {
  Client there;
  there.token_endpoint = std::move(endpoint);
  there.client_id = client.client_id;
  there.client_secret = client.client_secret.clone();
  there.authentication = client.authentication;
  there.key = client.key.clone();
  there.certificate = client.certificate;
  there.key_id = client.key_id;
  there.assertion_algorithm = client.assertion_algorithm;
  there.assertion_audience =
      client.assertion_audience.empty() ? client.token_endpoint : client.assertion_audience;
  there.assertion_file = client.assertion_file;
  return there;
}

Result<Revoked> revoke_token(HttpClient& http, const Client& client, TokenKind kind,
                             const Secret& token, TimePoint now) {
  const std::string host = host_of(client.token_endpoint);
  if (!check_endpoint(client.token_endpoint, PlainHttp::to_loopback)) {
    return Error{ErrorKind::bad_config, "no token may be sent to the revocation endpoint at " +
                                            host + "; correct the provider's revocation_endpoint"};
  }
  Form form;
  form.add("token", token);
  form.add("token_type_hint", kind == TokenKind::refresh_token ? "refresh_token" : "access_token");
  const HttpRequest request = build_token_request(client, std::move(form));
  const Result<HttpResponse> response = http.send(request);
  if (!response) return response.error();
  if (response->status == 200) return Revoked::now;
  const auto answer = read_answer(client, request, *response, now);
  if (answer) return Revoked::now;
  if (response->status == 400 && is_gone(answer.error())) return Revoked::before;
  return about_revocation(answer.error(), host);
}

}  // namespace oauth

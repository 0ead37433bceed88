// SPDX-License-Identifier: MIT
#include "oauth/grant/client_proof.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/client_assertion.h"
#include "oauth/grant/request_copy.h"
#include "oauth/wire/form.h"
#include "oauth/wire/jwt.h"

namespace oauth {
namespace {

constexpr char assertion_type[] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

Result<std::string> new_jti(Random& random) {
  std::array<unsigned char, 16> bytes{};
  if (auto filled = random.fill(bytes.data(), bytes.size()); !filled) return filled.error();
  return base64url_encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Error no_assertion(const std::string& path, const std::string& why) {
  return Error{ErrorKind::no_access, "the client's assertion_file " +
                                         printable(path, bounds::max_quoted_bytes) + " " + why};
}

// Whoever issues it (a cluster, a build service) replaces the file long before the JWT in it ends.
Result<Secret> assertion_from_file(FileReader* files, const std::string& path) {
  if (files == nullptr) return no_assertion(path, "cannot be read by this program");
  Result<std::optional<FileContent>> content = files->read(path, bounds::max_token_bytes);
  if (!content) return content.error();
  if (!*content) return no_assertion(path, "is missing; whatever writes it must run first");
  const std::string_view text = trimmed((*content)->text.reveal());
  if (!is_compact_jwt(text)) {
    return no_assertion(path, "holds no JWT on one line; correct what writes it");
  }
  return Secret::copy_of(text);
}

Result<Secret> assertion_of(const Client& client, const ProofPorts& ports, TimePoint now) {
  if (!client.assertion_file.empty()) {
    return assertion_from_file(ports.files, client.assertion_file);
  }
  const Result<std::string> jti = new_jti(ports.random);
  if (!jti) return jti.error();
  return client_assertion(ports.crypto, client, *jti, now);
}

Result<void> put_certificate(HttpRequest& request, const Client& client, Crypto& crypto) {
  if (!starts_with(request.url, "https://")) {
    return Error{ErrorKind::bad_config,
                 "a client that proves itself by its certificate needs an https token_endpoint; "
                 "correct it"};
  }
  if (auto pair = crypto.check_pair(client.key, client.certificate); !pair) {
    if (pair.error().kind != ErrorKind::bad_config) return pair.error();
    return Error{ErrorKind::bad_config,
                 "the client's certificate " + pair.error().message + "; correct the client"};
  }
  request.certificate = client.certificate;
  request.key = client.key.clone();
  return {};
}

}  // namespace

Result<void> put_client_proof(HttpRequest& request, const Client& client, const ProofPorts& ports,
                              TimePoint now) {
  if (is_mutual_tls(client.authentication)) {
    return put_certificate(request, client, ports.crypto);
  }
  if (client.authentication != ClientAuthentication::private_key_jwt) return {};
  const Result<Secret> assertion = assertion_of(client, ports, now);
  if (!assertion) return assertion.error();
  Form form;
  form.add("client_assertion_type", assertion_type);
  form.add("client_assertion", *assertion);
  if (!request.body.empty()) request.body.append("&");
  request.body.append(form.encoded());
  return {};
}

Result<HttpResponse> ProvenHttp::send(const HttpRequest& request) {
  // What is fetched (metadata) is for everybody.
  if (request.method != HttpMethod::post) return http_.send(request);
  HttpRequest proven = copy_of(request);
  if (auto put = put_client_proof(proven, client_, ports_, clock_.now()); !put) return put.error();
  return http_.send(proven);
}

}  // namespace oauth

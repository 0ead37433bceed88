// SPDX-License-Identifier: MIT
#include "tests/support/scripted_http.h"

namespace oauth {
namespace {

class SharedClient : public HttpClient {
 public:
  explicit SharedClient(ScriptedHttp& script) : script_(script) {}
  Result<HttpResponse> send(const HttpRequest& request) override { return script_.send(request); }

 private:
  ScriptedHttp& script_;
};

SentRequest recorded(const HttpRequest& request) {
  SentRequest sent{request.method, request.url, std::string(request.body.reveal()), {}};
  for (const HttpHeader& header : request.headers) {
    sent.headers.emplace_back(header.name, std::string(header.value.reveal()));
  }
  return sent;
}

}  // namespace

std::optional<std::string> SentRequest::header(std::string_view name) const {
  for (const auto& [each, value] : headers) {
    if (each == name) return value;
  }
  return std::nullopt;
}

Result<HttpResponse> ScriptedHttp::send(const HttpRequest& request) {
  requests_.push_back(recorded(request));
  if (hook_) hook_();
  if (answers_.empty()) return Error{ErrorKind::internal, "a request that no test expects"};
  Result<HttpResponse> next = std::move(answers_.front());
  answers_.pop_front();
  return next;
}

void ScriptedHttp::answer(int status, std::string_view body, std::string retry_after) {
  HttpResponse response;
  response.status = status;
  response.body = Secret::copy_of(body);
  response.content_type = "application/json";
  response.retry_after = std::move(retry_after);
  answers_.emplace_back(std::move(response));
}

void ScriptedHttp::answer_with_nonce(int status, std::string_view body, std::string nonce) {
  answer(status, body);
  answers_.back()->dpop_nonce = std::move(nonce);
}

void ScriptedHttp::answer_at(int status, std::string date) {
  HttpResponse response;
  response.status = status;
  response.date = std::move(date);
  answers_.emplace_back(std::move(response));
}

void ScriptedHttp::fail(Error error) { answers_.emplace_back(std::move(error)); }

Result<std::unique_ptr<HttpClient>> ScriptedNetwork::http(const NetworkSettings& settings) {
  settings_.push_back(settings);
  if (refusal_) return *refusal_;
  return std::unique_ptr<HttpClient>(std::make_unique<SharedClient>(script_));
}

Result<void> ScriptedNetwork::keep_trusted(const std::vector<NetworkSettings>&, FileReader&) {
  return {};
}

Result<TrustedAuthorities> ScriptedNetwork::trusted(const NetworkSettings& settings) {
  if (refusal_) return *refusal_;
  return TrustedAuthorities{settings.ca_file.empty() ? "/etc/ssl/ca.pem" : settings.ca_file, 140};
}

Result<std::unique_ptr<MailStream>> ScriptedNetwork::connect(const MailServer&,
                                                             const NetworkSettings&) {
  return Error{ErrorKind::internal, "a scripted network has no mail servers"};
}

Result<void> ScriptedNetwork::send_all(RequestQueue& queue) {
  while (auto item = queue.next()) {
    while (item) {
      auto client = http(item->settings);
      item = queue.take(item->conversation, client ? (*client)->send(*item->request)
                                                   : Result<HttpResponse>(client.error()));
    }
  }
  return {};
}

Result<Sha256> ScriptedNetwork::sha256(std::string_view) {
  return Error{ErrorKind::internal, "a scripted network has no digests"};
}

Result<Secret> ScriptedNetwork::new_ec_key() {
  return Error{ErrorKind::internal, "a scripted network has no keys"};
}

Result<EcPublicKey> ScriptedNetwork::ec_public_key(const Secret&) {
  EcPublicKey key{};
  key.x.fill('x');
  key.y.fill('y');
  return key;
}

Result<SigningAlgorithm> ScriptedNetwork::usual_algorithm(const Secret&) {
  return SigningAlgorithm::rs256;
}

Result<std::string> ScriptedNetwork::sign(SigningAlgorithm, const Secret&, std::string_view) {
  return std::string(64, 's');
}

Result<CertificateFacts> ScriptedNetwork::certificate_of(std::string_view) {
  return Error{ErrorKind::internal, "a scripted network has no certificates"};
}

Result<void> ScriptedNetwork::check_pair(const Secret&, std::string_view) {
  return Error{ErrorKind::internal, "a scripted network has no certificates"};
}

Result<Secret> ScriptedNetwork::pbkdf2_sha256(const Secret&, std::string_view, unsigned) {
  return Error{ErrorKind::internal, "a scripted network derives no keys"};
}

Result<Secret> ScriptedNetwork::open_fernet(const Secret&, std::string_view) {
  return Error{ErrorKind::internal, "a scripted network opens nothing"};
}

}  // namespace oauth

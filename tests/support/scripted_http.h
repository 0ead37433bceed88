// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SCRIPTED_HTTP_H
#define TESTS_SUPPORT_SCRIPTED_HTTP_H

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oauth/port/network.h"

namespace oauth {

/// A request as it was sent, in plain text to compare with.
struct SentRequest {
  HttpMethod method = HttpMethod::post;
  std::string url;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  /// Returns the header's value, or nothing.
  std::optional<std::string> header(std::string_view name) const;
};

/// Plays a list of answers, one a request, and records the requests. A request beyond the list
/// gets an `internal` error, which no test expects.
class ScriptedHttp : public HttpClient {
 public:
  Result<HttpResponse> send(const HttpRequest& request) override;

  void answer(int status, std::string_view body, std::string retry_after = {});
  /// The same with a DPoP-Nonce header.
  void answer_with_nonce(int status, std::string_view body, std::string nonce);
  /// An answer without a body whose Date header is `date`.
  void answer_at(int status, std::string date);
  void fail(Error error);
  /// Has `hook` called while each request is under way: after it is recorded, before the answer.
  void on_request(std::function<void()> hook) { hook_ = std::move(hook); }

  const std::vector<SentRequest>& requests() const { return requests_; }

 private:
  std::deque<Result<HttpResponse>> answers_;
  std::function<void()> hook_;
  std::vector<SentRequest> requests_;
};

/// A network whose clients all share one script.
class ScriptedNetwork : public Network {
 public:
  Result<std::unique_ptr<HttpClient>> http(const NetworkSettings& settings) override;
  /// Says that there are 140, in the settings' file or else in "/etc/ssl/ca.pem"; or refuses.
  Result<TrustedAuthorities> trusted(const NetworkSettings& settings) override;
  /// Does nothing.
  Result<void> keep_trusted(const std::vector<NetworkSettings>& wanted, FileReader& files) override;
  /// Fails; tests/support/scripted_mail.h has a network with mail servers.
  Result<std::unique_ptr<MailStream>> connect(const MailServer& server,
                                              const NetworkSettings& settings) override;
  /// One after the other.
  Result<void> send_all(RequestQueue& queue) override;
  /// Fail: nothing that is tested with a script needs them.
  Result<Sha256> sha256(std::string_view bytes) override;
  Result<Secret> new_ec_key() override;
  /// The key of a test is any text; its public half and signatures are constant octets.
  Result<EcPublicKey> ec_public_key(const Secret& key) override;
  Result<SigningAlgorithm> usual_algorithm(const Secret& key) override;
  Result<std::string> sign(SigningAlgorithm algorithm, const Secret& key,
                           std::string_view bytes) override;
  /// Fail likewise.
  Result<CertificateFacts> certificate_of(std::string_view pem) override;
  Result<void> check_pair(const Secret& key, std::string_view pem) override;
  /// Fail, likewise.
  Result<Secret> pbkdf2_sha256(const Secret& password, std::string_view salt,
                               unsigned rounds) override;
  Result<Secret> open_fernet(const Secret& key, std::string_view token) override;

  /// Has every client refused from now on, as where the network module cannot be opened.
  void refuse(Error error) { refusal_ = std::move(error); }

  ScriptedHttp& script() { return script_; }
  const std::vector<SentRequest>& requests() const { return script_.requests(); }
  /// Returns the settings that each client was asked for with.
  const std::vector<NetworkSettings>& settings() const { return settings_; }

 private:
  ScriptedHttp script_;
  std::optional<Error> refusal_;
  std::vector<NetworkSettings> settings_;
};

}  // namespace oauth

#endif

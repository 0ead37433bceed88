// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <sys/auxv.h>

#include <atomic>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "oauth/network/curl_handle.h"
#include "oauth/network/curl_http.h"
#include "oauth/network/curl_multi.h"
#include "oauth/network/kept_authorities.h"
#include "oauth/network/openssl_crypto.h"
#include "oauth/network/socket_stream.h"
#include "oauth/network/trusted_authorities.h"
#include "oauth/port/network.h"

namespace oauth {
namespace {

/// Runs `call` and turns what it throws into a failure: nothing may unwind out of this module.
template <class T, class Call>
Result<T> guarded(Call&& call) noexcept {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    // Short enough for std::string to need no memory of its own.
    return Error{ErrorKind::internal, "out of memory"};
  } catch (...) {
    return Error{ErrorKind::internal, "network failed"};
  }
}

constexpr char user_agent[] = "sasl-oauth/" PACKAGE_VERSION;

EnvironmentUse environment_use() {
  return ::getauxval(AT_SECURE) == 0 ? EnvironmentUse::obeyed : EnvironmentUse::ignored;
}

class GuardedHttp final : public HttpClient {
 public:
  explicit GuardedHttp(TransferTerms terms) : http_(std::move(terms)) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    return guarded<HttpResponse>([&] { return http_.send(request); });
  }

 private:
  CurlHttp http_;
};

class GuardedStream final : public MailStream {
 public:
  explicit GuardedStream(std::unique_ptr<SocketStream> stream) : stream_(std::move(stream)) {}

  bool is_encrypted() const noexcept override { return stream_->is_encrypted(); }
  Result<void> write(const Secret& bytes) override {
    return guarded<void>([&] { return stream_->write(bytes); });
  }
  Result<std::string> read_line() override {
    return guarded<std::string>([&] { return stream_->read_line(); });
  }
  Result<void> start_tls() override {
    return guarded<void>([&] { return stream_->start_tls(); });
  }

 private:
  std::unique_ptr<SocketStream> stream_;
};

class ModuleNetwork final : public Network {
 public:
  Result<std::unique_ptr<HttpClient>> http(const NetworkSettings& settings) override {
    using Made = std::unique_ptr<HttpClient>;
    return guarded<Made>([&]() -> Result<Made> {
      return Made(std::make_unique<GuardedHttp>(
          TransferTerms{settings, user_agent, environment_use(), kept_.load()}));
    });
  }

  Result<TrustedAuthorities> trusted(const NetworkSettings& settings) override {
    return guarded<TrustedAuthorities>([&] { return trusted_authorities(settings); });
  }

  Result<void> keep_trusted(const std::vector<NetworkSettings>& wanted,
                            FileReader& files) override {
    return guarded<void>([&] { return keep(wanted, files); });
  }

  Result<std::unique_ptr<MailStream>> connect(const MailServer& server,
                                              const NetworkSettings& settings) override {
    using Made = std::unique_ptr<MailStream>;
    return guarded<Made>([&]() -> Result<Made> {
      auto stream = SocketStream::connect(server, settings);
      if (!stream) return stream.error();
      return Made(std::make_unique<GuardedStream>(std::move(*stream)));
    });
  }

  Result<void> send_all(RequestQueue& queue) override {
    return guarded<void>(
        [&] { return CurlMulti(user_agent, environment_use()).send_all(queue, {}); });
  }

  Result<Sha256> sha256(std::string_view bytes) override {
    return guarded<Sha256>([&] { return OpensslCrypto().sha256(bytes); });
  }

  Result<Secret> new_ec_key() override {
    return guarded<Secret>([&] { return OpensslCrypto().new_ec_key(); });
  }

  Result<EcPublicKey> ec_public_key(const Secret& key) override {
    return guarded<EcPublicKey>([&] { return OpensslCrypto().ec_public_key(key); });
  }

  Result<SigningAlgorithm> usual_algorithm(const Secret& key) override {
    return guarded<SigningAlgorithm>([&] { return OpensslCrypto().usual_algorithm(key); });
  }

  Result<std::string> sign(SigningAlgorithm algorithm, const Secret& key,
                           std::string_view bytes) override {
    return guarded<std::string>([&] { return OpensslCrypto().sign(algorithm, key, bytes); });
  }

  Result<CertificateFacts> certificate_of(std::string_view pem) override {
    return guarded<CertificateFacts>([&] { return OpensslCrypto().certificate_of(pem); });
  }

  Result<void> check_pair(const Secret& key, std::string_view pem) override {
    return guarded<void>([&] { return OpensslCrypto().check_pair(key, pem); });
  }

  Result<Secret> pbkdf2_sha256(const Secret& password, std::string_view salt,
                               unsigned rounds) override {
    return guarded<Secret>([&] { return OpensslCrypto().pbkdf2_sha256(password, salt, rounds); });
  }

  Result<Secret> open_fernet(const Secret& key, std::string_view token) override {
    return guarded<Secret>([&] { return OpensslCrypto().open_fernet(key, token); });
  }

 private:
  Result<void> keep(const std::vector<NetworkSettings>& wanted, FileReader& files) {
    if (kept_.load() != nullptr) return {};
    if (!new_curl_handle()) return Error{ErrorKind::internal, "libcurl does not start"};
    auto all = std::make_unique<KeptAuthorities>();
    Result<void> first_failure;
    for (const NetworkSettings& settings : wanted) {
      auto kept = all->keep(settings, files);
      if (!kept && first_failure) first_failure = std::move(kept);
    }
    const KeptAuthorities* none = nullptr;
    if (kept_.compare_exchange_strong(none, all.get())) static_cast<void>(all.release());
    return first_failure;
  }

  // Never freed: a transfer may use it for as long as the process lives.
  std::atomic<const KeptAuthorities*> kept_{nullptr};
};

// Placed, so that it needs neither memory nor a destructor at exit.
alignas(ModuleNetwork) unsigned char place[sizeof(ModuleNetwork)];

void make_network() { ::new (place) ModuleNetwork; }

ModuleNetwork* network() { return std::launder(reinterpret_cast<ModuleNetwork*>(place)); }

}  // namespace
}  // namespace oauth

extern "C" __attribute__((visibility("default"))) oauth::Network* sasl_oauth_network(
    unsigned abi) noexcept {
  if (abi != oauth::network_abi) return nullptr;
  // Not a static's own guard: a child that is forked amid it would find that held for ever, but
  // begins this one anew.
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (::pthread_once(&once, oauth::make_network) != 0) return nullptr;
  return oauth::network();
}

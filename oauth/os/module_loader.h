// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_MODULE_LOADER_H
#define OAUTH_OS_MODULE_LOADER_H

#include <mutex>
#include <string>

#include "oauth/port/network.h"

namespace oauth {

/// The network, from a module that is opened when it is first needed: libcurl and its thirty
/// libraries are no burden for a login with a fresh token.
///
/// Thread-safe. Never closes the module, which cannot be unloaded (a resolver's thread may still
/// run in it). A failure is not remembered: the next need tries again.
class LazyNetwork : public Network {
 public:
  /// `path`: absolute, so that no search path decides what gets the secrets.
  explicit LazyNetwork(std::string path);

  /// Opens the module now, for a program that cannot later (because it enters a jail).
  /// Errors: no_access, as below.
  Result<void> open();

  /// As Network's; and no_access if the module cannot be opened, is not ours, or is of another
  /// version. The sentence names the file and the remedy.
  Result<std::unique_ptr<HttpClient>> http(const NetworkSettings& settings) override;
  Result<TrustedAuthorities> trusted(const NetworkSettings& settings) override;
  Result<void> keep_trusted(const std::vector<NetworkSettings>& wanted, FileReader& files) override;
  Result<std::unique_ptr<MailStream>> connect(const MailServer& server,
                                              const NetworkSettings& settings) override;
  Result<void> send_all(RequestQueue& queue) override;
  Result<Sha256> sha256(std::string_view bytes) override;
  Result<Secret> new_ec_key() override;
  Result<EcPublicKey> ec_public_key(const Secret& key) override;
  Result<SigningAlgorithm> usual_algorithm(const Secret& key) override;
  Result<std::string> sign(SigningAlgorithm algorithm, const Secret& key,
                           std::string_view bytes) override;
  Result<CertificateFacts> certificate_of(std::string_view pem) override;
  Result<void> check_pair(const Secret& key, std::string_view pem) override;
  Result<Secret> pbkdf2_sha256(const Secret& password, std::string_view salt,
                               unsigned rounds) override;
  Result<Secret> open_fernet(const Secret& key, std::string_view token) override;

 private:
  Result<Network*> opened();

  const std::string path_;
  std::mutex mutex_;
  Network* network_ = nullptr;
};

}  // namespace oauth

#endif

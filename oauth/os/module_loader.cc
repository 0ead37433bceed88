// SPDX-License-Identifier: MIT
#include "oauth/os/module_loader.h"

#include <dlfcn.h>

#include <memory>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

struct ModuleCloser {
  void operator()(void* module) const noexcept { ::dlclose(module); }
};
using Module = std::unique_ptr<void, ModuleCloser>;

Error unusable(const std::string& path, const std::string& why) {
  return {ErrorKind::no_access,
          "cannot open network module " + printable(path, bounds::max_quoted_bytes) + ": " + why};
}

// dlerror's text begins with the path, which the sentence has already.
std::string last_cause(const std::string& path) {
  const char* text = ::dlerror();
  std::string_view cause = text != nullptr ? text : "unknown cause";
  if (starts_with(cause, path + ": ")) cause.remove_prefix(path.size() + 2);
  return printable(cause, bounds::max_quoted_bytes);
}

Result<Network*> open_module(const std::string& path) {
  if (!starts_with(path, "/") || has_control_bytes(path)) {
    return unusable(path, "its path is not absolute; correct it");
  }
  Module module(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!module) {
    return unusable(path, last_cause(path) +
                              "; reinstall sasl-oauth, or, for a program that jails "
                              "itself, name it under 'jailed' in plugin.conf");
  }
  void* symbol = ::dlsym(module.get(), sasl_oauth_network_symbol);
  if (symbol == nullptr) {
    return unusable(path, "it is not sasl-oauth's network module; reinstall sasl-oauth");
  }
  Network* network = reinterpret_cast<sasl_oauth_network_factory*>(symbol)(network_abi);
  if (network == nullptr) {
    return unusable(path,
                    "it is of another version; reinstall sasl-oauth and restart this program");
  }
  static_cast<void>(module.release());
  return network;
}

// A queue whose first request was taken out already.
class BegunQueue : public RequestQueue {
 public:
  BegunQueue(RequestQueue& queue, Item first) : queue_(queue), first_(std::move(first)) {}

  std::optional<Item> next() override {
    return first_ ? std::exchange(first_, std::nullopt) : queue_.next();
  }
  std::optional<Item> take(std::size_t conversation, Result<HttpResponse> response) override {
    return queue_.take(conversation, std::move(response));
  }

 private:
  RequestQueue& queue_;
  std::optional<Item> first_;
};

}  // namespace

LazyNetwork::LazyNetwork(std::string path) : path_(std::move(path)) {}

Result<Network*> LazyNetwork::opened() {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (network_ != nullptr) return network_;
  auto network = open_module(path_);
  if (network) network_ = *network;
  return network;
}

Result<void> LazyNetwork::open() {
  if (auto network = opened(); !network) return network.error();
  return {};
}

Result<std::unique_ptr<HttpClient>> LazyNetwork::http(const NetworkSettings& settings) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->http(settings);
}

Result<TrustedAuthorities> LazyNetwork::trusted(const NetworkSettings& settings) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->trusted(settings);
}

Result<void> LazyNetwork::keep_trusted(const std::vector<NetworkSettings>& wanted,
                                       FileReader& files) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->keep_trusted(wanted, files);
}

Result<std::unique_ptr<MailStream>> LazyNetwork::connect(const MailServer& server,
                                                         const NetworkSettings& settings) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->connect(server, settings);
}

// Most runs of a timer have nothing to send.
Result<void> LazyNetwork::send_all(RequestQueue& queue) {
  std::optional<RequestQueue::Item> first = queue.next();
  if (!first) return {};
  auto network = opened();
  if (!network) return network.error();
  BegunQueue begun(queue, std::move(*first));
  return (*network)->send_all(begun);
}

Result<Sha256> LazyNetwork::sha256(std::string_view bytes) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->sha256(bytes);
}

Result<Secret> LazyNetwork::new_ec_key() {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->new_ec_key();
}

Result<EcPublicKey> LazyNetwork::ec_public_key(const Secret& key) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->ec_public_key(key);
}

Result<SigningAlgorithm> LazyNetwork::usual_algorithm(const Secret& key) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->usual_algorithm(key);
}

Result<std::string> LazyNetwork::sign(SigningAlgorithm algorithm, const Secret& key,
                                      std::string_view bytes) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->sign(algorithm, key, bytes);
}

Result<CertificateFacts> LazyNetwork::certificate_of(std::string_view pem) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->certificate_of(pem);
}

Result<void> LazyNetwork::check_pair(const Secret& key, std::string_view pem) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->check_pair(key, pem);
}

Result<Secret> LazyNetwork::pbkdf2_sha256(const Secret& password, std::string_view salt,
                                          unsigned rounds) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->pbkdf2_sha256(password, salt, rounds);
}

Result<Secret> LazyNetwork::open_fernet(const Secret& key, std::string_view token) {
  auto network = opened();
  if (!network) return network.error();
  return (*network)->open_fernet(key, token);
}

}  // namespace oauth

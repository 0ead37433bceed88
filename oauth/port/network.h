// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_NETWORK_H
#define OAUTH_PORT_NETWORK_H

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/port/crypto.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/http.h"
#include "oauth/port/mail_stream.h"
#include "oauth/port/request_queue.h"

namespace oauth {

/// Whom servers' certificates are checked against.
struct TrustedAuthorities {
  std::string place;      // the file or folder, for people
  std::size_t count = 0;  // certificates in the file; 0 if there is but a folder
};

/// What needs libcurl and OpenSSL; each of its calls may also fail with no_access, where the module
/// cannot be opened. Lives in network.so, which is opened when first needed
/// (oauth/os/module_loader.h).
class Network : public Crypto {
 public:
  /// Returns a client for these settings. Errors: unavailable, bad_config, no_access (the network
  /// module cannot be opened), internal.
  virtual Result<std::unique_ptr<HttpClient>> http(const NetworkSettings& settings) = 0;

  /// Returns the authorities that a client with these settings trusts: those of `ca_file` and
  /// `ca_dir`, else the system's. Errors: bad_config (missing, unreadable, or no certificate in
  /// it).
  virtual Result<TrustedAuthorities> trusted(const NetworkSettings& settings) = 0;

  /// Makes ready for a jail: starts libcurl and OpenSSL, which read files of their own then, and
  /// keeps in memory, for the life of the process, what clients with each of these settings trust;
  /// from then on `http` uses that. Only the first call of a process does anything.
  /// Errors: bad_config, of the first settings whose certificates could not be read (the others
  /// are kept all the same), internal.
  virtual Result<void> keep_trusted(const std::vector<NetworkSettings>& wanted,
                                    FileReader& files) = 0;

  /// Returns a connection to a mail server: under TLS already, or, where it says starttls, in the
  /// clear until start_tls. A proxy is not used, since no mail program would.
  /// Errors: unavailable (name look-up, connect, TLS, certificate, timeout; the sentence says
  /// which, and names the host), bad_config (ca_file, ca_dir, no host name), no_access, internal.
  virtual Result<std::unique_ptr<MailStream>> connect(const MailServer& server,
                                                      const NetworkSettings& settings) = 0;
  /// Sends all of a queue's requests, up to bounds::max_transfers at a time, each as
  /// HttpClient::send does, and begins none after bounds::send_all_timeout. Errors: no_access,
  /// internal; then answers may be missing.
  virtual Result<void> send_all(RequestQueue& queue) = 0;
};

/// Changes whenever a type that crosses the seam changes; the two modules are built together, and
/// this catches a half-done upgrade.
inline constexpr unsigned network_abi = 6;

}  // namespace oauth

/// network.so's one export. Returns the module's network, which lives as long as the process, or
/// NULL if `abi` is not the one it was built for.
extern "C" using sasl_oauth_network_factory = oauth::Network * (unsigned abi) noexcept;
inline constexpr char sasl_oauth_network_symbol[] = "sasl_oauth_network";

#endif

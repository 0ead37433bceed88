// SPDX-License-Identifier: MIT
#ifndef TOOL_SERVER_FINDER_H
#define TOOL_SERVER_FINDER_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/port/http.h"
#include "oauth/port/network.h"
#include "oauth/port/record.h"
#include "oauth/provider.h"
#include "tool/terminal.h"

namespace tool {

/// Asks servers about themselves while a sign-in is planned, and says so.
class ServerFinder {
 public:
  /// Both are borrowed.
  ServerFinder(oauth::Network& network, Terminal& terminal)
      : network_(network), terminal_(terminal) {}

  /// Returns the provider that is found for an issuer's URL, a document's URL or a domain, checked;
  /// what `sheet` says already is laid over it. Errors: those of discover and Network::http.
  oauth::Result<oauth::Provider> find(std::string_view what, oauth::Provider sheet,
                                      const oauth::NetworkSettings& settings);

  /// Returns the URL of the metadata of the server whose tokens an IMAP server takes, by a login
  /// that it must refuse (RFC 7628 section 3.2.2). `server`: "HOST", "HOST:PORT", or as in a
  /// provider's sheet. Errors: bad_config (no server), those of ask_openid_configuration.
  oauth::Result<std::string> ask(const std::string& server, const std::string& user,
                                 const oauth::NetworkSettings& settings);

  /// Returns a client that was registered for us just now, and tells how to use it again.
  /// Errors: those of register_client and Network::http.
  oauth::Result<oauth::Client> enroll(const oauth::Provider& provider, const std::string& scope,
                                      const oauth::NetworkSettings& settings);

 private:
  void explain(const oauth::Provider& provider, const oauth::Client& client);

  oauth::Network& network_;
  Terminal& terminal_;
};

}  // namespace tool

#endif

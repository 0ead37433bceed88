// SPDX-License-Identifier: MIT
#include "tool/mail_places.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

using oauth::Encryption;
using oauth::Error;
using oauth::ErrorKind;
using oauth::MailService;
using oauth::Result;

constexpr MailService services[] = {MailService::imap, MailService::pop, MailService::smtp};

struct KnownPort {
  std::uint16_t port;
  MailService service;
  Encryption encryption;
};

// RFC 8314 section 7, and the older ones that begin in the clear.
constexpr KnownPort known_ports[] = {
    {993, MailService::imap, Encryption::tls},     {143, MailService::imap, Encryption::starttls},
    {995, MailService::pop, Encryption::tls},      {110, MailService::pop, Encryption::starttls},
    {465, MailService::smtp, Encryption::tls},     {587, MailService::smtp, Encryption::starttls},
    {25, MailService::smtp, Encryption::starttls},
};

const KnownPort* known(std::uint16_t port) {
  for (const KnownPort& each : known_ports) {
    if (each.port == port) return &each;
  }
  return nullptr;
}

const std::optional<oauth::MailServer>& server_of(const oauth::Provider& provider,
                                                  MailService service) {
  if (service == MailService::imap) return provider.imap;
  return service == MailService::pop ? provider.pop : provider.smtp;
}

bool is_named(const Options& options, MailService service) {
  const auto& names = options.services;
  return std::find(names.begin(), names.end(), service_name(service)) != names.end();
}

Error bad_config(const std::string& sentence) { return {ErrorKind::bad_config, sentence}; }

Result<MailPlace> given_place(const Options& options) {
  auto server = oauth::parse_mail_server(options.server);
  if (!server) {
    return bad_config("--server " + oauth::printable(options.server, 200) + " " +
                      server.error().message);
  }
  const KnownPort* port = known(server->port);
  if (port != nullptr && options.server.find(' ') == std::string::npos) {
    server->encryption = port->encryption;
  }
  if (options.services.size() > 1) return bad_config("--server is one server; name one service");
  if (options.services.empty() && port == nullptr) {
    return bad_config("nothing says what listens on port " + std::to_string(server->port) +
                      "; name the service: imap, pop or smtp");
  }
  MailPlace place{port != nullptr ? port->service : MailService::imap, std::move(*server)};
  for (MailService each : services) {
    if (is_named(options, each)) place.service = each;
  }
  return place;
}

Error no_server(const oauth::Provider& provider, const std::string& what) {
  const std::string who = provider.name.empty()
                              ? "nothing says where the mail servers of this account are"
                              : "the provider \"" + provider.name + "\" names no " + what;
  return bad_config(who + "; give --server HOST:PORT, or write it under 'servers' of the provider");
}

}  // namespace

Result<std::vector<MailPlace>> mail_places(const Options& options,
                                           const oauth::Provider& provider) {
  if (!options.server.empty()) {
    auto place = given_place(options);
    if (!place) return place.error();
    return std::vector<MailPlace>{std::move(*place)};
  }
  std::vector<MailPlace> places;
  for (MailService each : services) {
    const auto& server = server_of(provider, each);
    if (!options.services.empty() && !is_named(options, each)) continue;
    if (server) places.push_back({each, *server});
    if (!server && !options.services.empty()) {
      return no_server(provider, std::string(service_name(each)) + " server");
    }
  }
  if (places.empty()) return no_server(provider, "mail server");
  return places;
}

}  // namespace tool

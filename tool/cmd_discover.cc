// SPDX-License-Identifier: MIT
#include <utility>
#include <vector>

#include "oauth/wire/json.h"
#include "oauth/wire/url.h"
#include "tool/commands.h"
#include "tool/config_toml.h"
#include "tool/exit_code.h"
#include "tool/server_finder.h"

namespace tool {
namespace {

// A table wants a short name, and a host is one.
std::string table_name(const oauth::Provider& provider) {
  const auto url = oauth::parse_url(provider.name);
  return url ? url->host : provider.name;
}

void print_json(Terminal& terminal, const oauth::Provider& provider) {
  oauth::JsonWriter writer;
  const std::pair<const char*, const std::string&> members[] = {
      {"issuer", provider.issuer},
      {"authorization_endpoint", provider.authorization_endpoint},
      {"token_endpoint", provider.token_endpoint},
      {"device_authorization_endpoint", provider.device_authorization_endpoint},
      {"revocation_endpoint", provider.revocation_endpoint},
      {"registration_endpoint", provider.registration_endpoint},
      {"mtls_token_endpoint", provider.mtls_token_endpoint},
      {"scope", provider.scope},
  };
  for (const auto& [name, value] : members) {
    if (!value.empty()) writer.string(name, value);
  }
  writer.string("token_endpoint_auth_method",
                client_authentication_name(*provider.client_authentication));
  writer.boolean("authorization_response_iss_parameter_supported",
                 provider.names_its_issuer.value_or(false));
  const oauth::Secret text = writer.finish();
  std::string_view lines = text.reveal();
  lines.remove_suffix(1);  // its newline
  terminal.print(lines);
}

}  // namespace

int run_discover(World& world, const Options& options, Terminal& terminal) {
  const auto configuration = world.configuration();
  if (!configuration) return fail(terminal, configuration.error());
  const oauth::NetworkSettings settings =
      oauth::with(oauth::NetworkSettings(), (*configuration)->network);
  ServerFinder finder(world.network(), terminal);
  oauth::Result<oauth::Provider> provider = finder.find(options.issuer, {}, settings);
  if (!provider) return fail(terminal, provider.error());
  if (options.wants_json) {
    print_json(terminal, *provider);
    return exit_code::done;
  }
  provider->name = table_name(*provider);
  std::vector<oauth::Provider> found;
  found.push_back(std::move(*provider));
  const std::string toml = as_toml({}, found);
  terminal.print(std::string_view(toml).substr(0, toml.size() - 1));
  if (found[0].registration_endpoint.empty()) {
    terminal.note("It registers no clients by itself: describe one in a [client.NAME] table.");
  }
  return exit_code::done;
}

}  // namespace tool

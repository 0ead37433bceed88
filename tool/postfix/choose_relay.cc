// SPDX-License-Identifier: MIT
#include "tool/postfix/choose_relay.h"

#include <algorithm>
#include <optional>

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

Result<RelayChoice> server_of(const oauth::Provider& provider) {
  if (!provider.smtp) {
    const std::string who = provider.name.empty()
                                ? "nothing says which server sends this account's mail"
                                : "the provider \"" + provider.name + "\" names no smtp server";
    return Error{ErrorKind::bad_config,
                 who + "; name it, as in: sasl-oauth postfix smtp.example.com you@example.com"};
  }
  const bool begins_with_tls = provider.smtp->encryption == oauth::Encryption::tls;
  return RelayChoice{{provider.smtp->host, provider.smtp->port, begins_with_tls},
                     provider.mechanisms};
}

// A provider's name has none of what a server's mostly has.
Result<std::optional<oauth::Provider>> provider_called(World& world, const std::string& word) {
  if (word.find_first_of(".:[") != word.npos) return std::optional<oauth::Provider>();
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  const auto names = world.loader().provider_names(**configuration);
  if (!names) return names.error();
  if (std::find(names->begin(), names->end(), word) == names->end()) {
    return std::optional<oauth::Provider>();
  }
  auto sheet = world.loader().sheet(**configuration, {word, {}});
  if (!sheet) return sheet.error();
  return std::optional<oauth::Provider>(std::move(*sheet));
}

}  // namespace

Result<RelayChoice> choose_relay(World& world, const std::string& word,
                                 const oauth::Provider& own) {
  if (word.empty()) return server_of(own);
  const auto provider = provider_called(world, word);
  if (!provider) return provider.error();
  if (*provider) return server_of(**provider);
  const Result<Relay> relay = parse_relay(word);
  if (!relay) return relay.error();
  return RelayChoice{*relay, own.mechanisms};
}

}  // namespace tool

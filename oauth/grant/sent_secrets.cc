// SPDX-License-Identifier: MIT
#include "oauth/grant/sent_secrets.h"

#include <algorithm>

#include "oauth/base/text.h"
#include "oauth/wire/form.h"

namespace oauth {
namespace {

// Shorter ones may be ordinary words.
constexpr std::size_t shortest_masked = 8;
constexpr std::size_t telling_bytes = 12;

bool is_secret(const std::string& field) {
  return field == "refresh_token" || field == "token" || field == "code" ||
         field == "code_verifier" || field == "device_code" || field == "assertion" ||
         field == "client_assertion";
}

// Returns how many bytes at the start of `text` repeat a secret, whole or cut.
std::size_t repeated(std::string_view text, const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) {
    const std::string_view whole = secret.reveal();
    if (!starts_with(text, whole.substr(0, telling_bytes))) continue;
    const auto end = std::mismatch(text.begin(), text.end(), whole.begin(), whole.end());
    return static_cast<std::size_t>(end.first - text.begin());
  }
  return 0;
}

}  // namespace

std::vector<Secret> sent_secrets(const HttpRequest& request, const Client& client) {
  std::vector<Secret> secrets;
  const auto add = [&](const Secret& one) {
    if (one.size() >= shortest_masked) secrets.push_back(one.clone());
  };
  add(client.client_secret);
  const auto fields = parse_form(request.body.reveal());
  if (!fields) return secrets;
  for (const FormField& field : *fields) {
    if (is_secret(field.name)) add(field.value);
  }
  return secrets;
}

Secret masked(std::string_view text, const std::vector<Secret>& secrets) {
  Secret result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t hidden = repeated(text, secrets);
    result.append(hidden > 0 ? "***" : text.substr(0, 1));
    text.remove_prefix(std::max<std::size_t>(hidden, 1));
  }
  return result;
}

}  // namespace oauth

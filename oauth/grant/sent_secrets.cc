// SPDX-License-Identifier: MIT
#include "oauth/grant/sent_secrets.h"

#include <string>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/echo.h"
#include "oauth/base/text.h"
#include "oauth/wire/form.h"

namespace oauth {
namespace {

bool is_secret(const std::string& field) {
  return field == "refresh_token" || field == "token" || field == "code" ||
         field == "code_verifier" || field == "device_code" || field == "assertion" ||
         field == "client_assertion";
}

// Returns the text with "%2F" as "%2f", the way some servers write it.
Secret with_small_hex(std::string_view encoded) {
  Secret small;
  small.reserve(encoded.size());
  while (!encoded.empty()) {
    const std::string_view octet = encoded.substr(0, encoded[0] == '%' ? 3 : 1);
    small.append(octet.size() == 3 ? ascii_lower(octet) : std::string(octet));
    encoded.remove_prefix(octet.size());
  }
  return small;
}

void add_forms(std::vector<Secret>& all, const Secret& secret) {
  if (secret.size() < shortest_masked) return;
  Secret encoded;
  append_form_encoded(encoded, secret.reveal());
  all.push_back(secret.clone());
  all.push_back(with_small_hex(encoded.reveal()));
  all.push_back(std::move(encoded));
  all.push_back(base64_encode(secret.reveal()));
}

}  // namespace

std::vector<Secret> sent_secrets(const HttpRequest& request, const Client& client) {
  std::vector<Secret> secrets;
  add_forms(secrets, client.client_secret);
  for (const HttpHeader& header : request.headers) {
    if (header.name == "Authorization") secrets.push_back(header.value.clone());
  }
  const auto fields = parse_form(request.body.reveal());
  if (!fields) return secrets;
  for (const FormField& field : *fields) {
    if (is_secret(field.name)) add_forms(secrets, field.value);
  }
  return secrets;
}

Secret masked(std::string_view text, const std::vector<Secret>& secrets) {
  std::string open = without_echoes(text, secrets);
  return Secret::take(open);
}

}  // namespace oauth

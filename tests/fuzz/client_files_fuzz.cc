// SPDX-License-Identifier: MIT
#include "oauth/base/text.h"
#include "oauth/login/client_file.h"
#include "oauth/login/service_account_file.h"
#include "oauth/wire/url.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void client_files(std::string_view input) {
  const auto client = oauth::parse_client_file(input, "f");
  if (!client) expect_values_kept(client.error(), input);
  if (client) {
    expect(!client->client_id.empty() && !oauth::has_control_bytes(client->client_id),
           "a client has an id");
    expect(!oauth::has_control_bytes(client->client_secret.reveal()), "its secret is one line");
    expect(client->provider.empty() || client->provider == "google", "its provider is known");
  }
  const auto account = oauth::parse_service_account_file(input, "f");
  if (!account) return expect_values_kept(account.error(), input);
  expect(!client, "a file is one of the two");
  expect(!account->email.empty() && !account->key.empty(), "a service account can sign");
  expect(!oauth::has_control_bytes(account->email + account->key_id + account->number),
         "what it says fits into a JWT's claims");
  expect(static_cast<bool>(
             oauth::check_endpoint(account->token_endpoint, oauth::PlainHttp::to_loopback)),
         "assertions may go to its endpoint");
}

}  // namespace fuzz

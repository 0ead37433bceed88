// SPDX-License-Identifier: MIT
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/client_registration.h"
#include "oauth/wire/json.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void client_registration(std::string_view input) {
  const auto client = oauth::parse_registration_reply(input);
  if (!client) return expect_secret_kept(client.error());
  expect(oauth::is_visible_ascii(client->client_id), "a client id is visible ASCII");
  expect(client->client_id.size() <= oauth::bounds::max_setting_bytes, "a client id is bounded");
  expect(!oauth::has_control_bytes(client->client_secret.reveal()),
         "a client secret has no control character");
  expect(client->client_secret.size() <= oauth::bounds::max_secret_bytes,
         "a client secret is bounded");
  expect(oauth::to_unix(client->expires_at) >= 0, "a secret's end is a date");
  expect(
      !client->client_secret.empty() || client->authentication == oauth::ClientAuthentication::none,
      "who has no secret proves nothing with it");
  const oauth::ClientMetadata asked{{client->client_id}, {client->client_id}, client->client_id};
  const oauth::Secret request = oauth::write_registration(asked);
  expect(static_cast<bool>(oauth::JsonObject::parse(request.reveal())), "a request is JSON");
}

}  // namespace fuzz

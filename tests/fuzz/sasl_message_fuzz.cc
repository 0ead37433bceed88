// SPDX-License-Identifier: MIT
#include <algorithm>

#include "oauth/wire/sasl_message.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

// What may stand in a message beside its separators, and how many of these.
void expect_structure(const oauth::Secret& message, std::ptrdiff_t separators) {
  const std::string_view text = message.reveal();
  expect(std::count(text.begin(), text.end(), '\x01') == separators,
         "a message has its own separators alone");
  expect(std::none_of(text.begin(), text.end(),
                      [](char c) { return c == '\0' || c == '\r' || c == '\n'; }),
         "a message has no NUL, CR or LF");
  expect(text.substr(text.size() - 2) == "\x01\x01", "a message ends as one");
}

}  // namespace

void sasl_message(std::string_view input) {
  oauth::SaslIdentity identity;
  identity.user = next_part(input);
  identity.token = next_part(input);
  identity.host = next_part(input);
  identity.port = input;
  const auto checked = oauth::check_sasl_identity(identity);
  if (!checked) return expect_secret_kept(checked.error());
  expect(static_cast<bool>(oauth::check_sasl_user(identity.user)), "its user is fit as well");
  const std::ptrdiff_t pairs = (identity.host.empty() ? 0 : 1) + (identity.port.empty() ? 0 : 1);
  expect_structure(oauth::xoauth2_message(identity), 3);
  expect_structure(oauth::oauthbearer_message(identity), 3 + pairs);
  expect_structure(oauth::oauthbearer_question(identity), 3 + pairs);
  const oauth::Secret message = oauth::oauthbearer_message(identity);
  const std::string_view head = message.reveal().substr(0, message.reveal().find('\x01'));
  expect(std::count(head.begin(), head.end(), ',') == 2, "a user adds no comma to the header");
}

}  // namespace fuzz

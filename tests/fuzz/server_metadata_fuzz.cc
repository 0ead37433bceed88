// SPDX-License-Identifier: MIT
#include "oauth/base/text.h"
#include "oauth/login/discovery.h"
#include "oauth/wire/server_metadata.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::PlainHttp;

void expect_safe(const oauth::ServerMetadata& found, PlainHttp plain_http) {
  expect(!found.issuer.empty() && !found.token_endpoint.empty(), "issuer and token endpoint stand");
  for (const std::string& url :
       {found.authorization_endpoint, found.token_endpoint, found.device_authorization_endpoint,
        found.revocation_endpoint, found.registration_endpoint, found.mtls_token_endpoint}) {
    expect(url.empty() || oauth::check_endpoint(url, plain_http), "secrets may go to each URL");
    expect(url.empty() || oauth::is_visible_ascii(url), "a URL is visible ASCII");
  }
  const oauth::Provider provider = oauth::provider_of(found);
  expect(provider.token_endpoint == found.token_endpoint, "the provider has the same endpoint");
  expect(!oauth::has_control_bytes(provider.scope), "a scope has no control character");
}

}  // namespace

void server_metadata(std::string_view input) {
  const auto strict = oauth::parse_server_metadata(input, PlainHttp::refused);
  const auto lenient = oauth::parse_server_metadata(input, PlainHttp::to_loopback);
  expect(!strict || lenient, "who refuses http takes no more than who does not");
  if (strict) expect_safe(*strict, PlainHttp::refused);
  if (lenient) expect_safe(*lenient, PlainHttp::to_loopback);
  if (!lenient) expect_sentence(lenient.error());
  for (const std::string& address : oauth::addresses_to_try(input)) {
    expect(!oauth::has_control_bytes(address) ||
               !oauth::check_endpoint(address, PlainHttp::to_loopback),
           "no address that may be asked has a control character");
  }
  const auto may_be_asked = oauth::check_may_be_asked(input, PlainHttp::refused);
  if (!may_be_asked) expect_sentence(may_be_asked.error());
}

}  // namespace fuzz

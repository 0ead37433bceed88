// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/provider_reader.h"
#include "oauth/provider_tenant.h"
#include "oauth/wire/url.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void expect_safe(const oauth::Provider& provider) {
  for (const std::string& url :
       {provider.issuer, provider.authorization_endpoint, provider.token_endpoint,
        provider.revocation_endpoint, provider.device_authorization_endpoint,
        provider.registration_endpoint, provider.mtls_token_endpoint}) {
    expect(url.empty() || oauth::check_endpoint(url, oauth::PlainHttp::to_loopback),
           "secrets may go to each URL of a provider that can be used");
  }
}

}  // namespace

void provider(std::string_view input) {
  auto sheet = oauth::parse_provider(input, "p.toml", "p");
  if (!sheet) return expect_sentence(sheet.error());
  expect(sheet->name == "p", "a sheet's name is its file's");
  for (const std::string& domain : sheet->domains) {
    expect(domain == oauth::ascii_lower(domain), "domains are lower case");
  }
  for (const auto* server : {&sheet->imap, &sheet->pop, &sheet->smtp}) {
    if (!*server) continue;
    const auto again = oauth::parse_mail_server(oauth::text_of(**server));
    expect(again && again->host == (*server)->host && again->port == (*server)->port,
           "a mail server can be written");
  }
  for (const auto& [words, explanation] : sheet->errors) {
    expect(is_printable(oauth::as_phrase(explanation), oauth::bounds::max_explanation_bytes + 3),
           "an explanation is one phrase");
  }
  for (const char* tenant : {"", "example.com"}) {
    auto again = oauth::parse_provider(input, "p.toml", "p");
    const auto filled = oauth::with_tenant(std::move(*again), tenant);
    if (!filled) expect_sentence(filled.error());
    if (filled && oauth::check(*filled)) expect_safe(*filled);
  }
}

}  // namespace fuzz

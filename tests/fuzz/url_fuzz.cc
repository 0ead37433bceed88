// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/text.h"
#include "oauth/login/client_file.h"
#include "oauth/login/redirect_address.h"
#include "oauth/wire/url.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::PlainHttp;

std::string rebuilt(const oauth::Url& url) {
  const bool is_v6 = url.host.find(':') != url.host.npos;
  std::string text = url.scheme + "://" + (is_v6 ? "[" + url.host + "]" : url.host);
  if (!url.port.empty()) text += ":" + url.port;
  text += url.path;
  return url.query.empty() ? text : text + "?" + url.query;
}

void expect_parts(const oauth::Url& url) {
  expect(url.scheme == "https" || url.scheme == "http", "the scheme is known");
  expect(!url.host.empty() && url.host == oauth::ascii_lower(url.host), "the host is lower case");
  expect(url.host.find_first_of("@/?# ") == std::string::npos, "the host is a host alone");
  expect(url.path.empty() || url.path[0] == '/', "a path begins with a slash");
  const auto again = oauth::parse_url(rebuilt(url));
  expect(again && again->scheme == url.scheme && again->host == url.host &&
             again->port == url.port && again->path == url.path && again->query == url.query,
         "the parts make the same URL");
}

}  // namespace

void url(std::string_view input) {
  const auto url = oauth::parse_url(input);
  if (url) expect_parts(*url);
  if (!url) expect_secret_kept(url.error());
  const bool is_https = static_cast<bool>(oauth::check_endpoint(input, PlainHttp::refused));
  const bool is_safe = static_cast<bool>(oauth::check_endpoint(input, PlainHttp::to_loopback));
  expect(!is_https || (is_safe && url->scheme == "https"), "secrets go over https");
  expect(!is_safe || is_https || oauth::is_loopback(url->host), "or stay on this machine");
  expect(!oauth::is_redirect_uri(input) || is_safe, "a redirect comes home as safely");
  const auto home = oauth::listening_address(input);
  expect(!home || input.empty() || (is_safe && oauth::is_loopback(home->host)),
         "one listens on this machine alone");
  if (home) expect(!home->uri(home->port).empty(), "an address to listen at has a URI");
  expect(oauth::provider_of_url(input).empty() || url, "a provider is known by a URL");
}

}  // namespace fuzz

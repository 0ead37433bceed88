// SPDX-License-Identifier: MIT
#include "oauth/base/bounds.h"
#include "oauth/wire/device_authorization.h"
#include "oauth/wire/url.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void device_authorization(std::string_view input) {
  namespace bounds = oauth::bounds;
  using oauth::seconds;
  const auto given = oauth::parse_device_authorization(input);
  if (!given) return expect_secret_kept(given.error());
  expect(!given->device_code.empty(), "there is a device code");
  expect(!given->user_code.empty() && is_printable(given->user_code, bounds::max_user_code_bytes),
         "the user code can be read and typed");
  for (const std::string& page : {given->verification_uri, given->verification_uri_complete}) {
    expect(page.empty() || oauth::check_endpoint(page, oauth::PlainHttp::to_loopback),
           "the page is a person's to visit");
    expect(is_printable(page, bounds::max_setting_bytes), "the page's address is printable");
  }
  expect(!given->verification_uri.empty(), "there is a page");
  expect(is_printable(given->message, bounds::max_setting_bytes), "the message is printable");
  expect(given->expires_in >= seconds(1) && given->expires_in <= bounds::longest_device_sign_in,
         "the code's end is within bounds");
  expect(given->interval >= seconds(1) && given->interval <= bounds::longest_device_interval,
         "the interval is within bounds");
}

}  // namespace fuzz

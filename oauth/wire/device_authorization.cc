// SPDX-License-Identifier: MIT
#include "oauth/wire/device_authorization.h"

#include <algorithm>

#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/lifetime.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

Error bad_reply(std::string phrase) { return Error{ErrorKind::bad_reply, std::move(phrase)}; }

// Two readers may disagree about which one counts.
std::string repeated_member(const JsonObject& object) {
  for (const char* name : {"device_code", "user_code", "verification_uri", "verification_url",
                           "verification_uri_complete", "expires_in", "interval"}) {
    if (object.repeats(name)) return std::string("has \"") + name + "\" twice";
  }
  return {};
}

// RFC 6749 appendix A: 1*VSCHAR, as for the other codes.
bool is_device_code(std::string_view text) {
  return !text.empty() && text.size() <= bounds::max_token_bytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_user_code(std::string_view text) {
  return !trimmed(text).empty() && text.size() <= bounds::max_user_code_bytes &&
         printable(text, bounds::max_user_code_bytes) == text;
}

bool is_page(std::string_view url) {
  return url.size() <= bounds::max_setting_bytes && is_visible_ascii(url) &&
         check_endpoint(url, PlainHttp::to_loopback);
}

std::string_view first_page(const JsonObject& object) {
  const std::string_view uri = object.string("verification_uri");
  return uri.empty() ? object.string("verification_url") : uri;
}

// It may have lines, and each of them is shown.
std::string message_of(const JsonObject& object) {
  std::string text(object.string("message"));
  std::replace(text.begin(), text.end(), '\n', ' ');
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return printable(trimmed(text), bounds::max_quoted_bytes);
}

}  // namespace

Result<DeviceAuthorization> parse_device_authorization(std::string_view body) {
  const Result<JsonObject> object = JsonObject::parse(body);
  if (!object) return object.error();
  if (std::string problem = repeated_member(*object); !problem.empty()) return bad_reply(problem);
  const std::string_view device_code = object->string("device_code");
  const std::string_view user_code = object->string("user_code");
  const std::string_view page = first_page(*object);
  if (!is_device_code(device_code)) return bad_reply("holds no usable device_code");
  if (!is_user_code(user_code)) return bad_reply("holds no usable user_code");
  if (!is_page(page)) return bad_reply("holds no verification_uri that is https");
  const auto lifetime = lifetime_of(*object, "expires_in", bounds::longest_device_sign_in);
  if (!lifetime || *lifetime == seconds(0)) return bad_reply("holds no usable expires_in");

  DeviceAuthorization authorization;
  authorization.device_code = Secret::copy_of(device_code);
  authorization.user_code = std::string(user_code);
  authorization.verification_uri = std::string(page);
  const std::string_view complete = object->string("verification_uri_complete");
  if (is_page(complete)) authorization.verification_uri_complete = std::string(complete);
  authorization.message = message_of(*object);
  authorization.expires_in = *lifetime;
  const auto interval = lifetime_of(*object, "interval", bounds::longest_device_interval);
  if (interval) authorization.interval = std::max(*interval, seconds(1));
  return authorization;
}

}  // namespace oauth

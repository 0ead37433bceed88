// SPDX-License-Identifier: MIT
#include "oauth/setting.h"

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/duration.h"
#include "oauth/base/text.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

constexpr std::string_view config_name_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

constexpr std::string_view proxy_schemes[] = {"http://",    "https://",  "socks4://",
                                              "socks4a://", "socks5://", "socks5h://"};

std::string shown(std::chrono::seconds duration) {
  const std::int64_t count = duration.count();
  if (count > 86400 && count % 86400 == 0) return "\"" + std::to_string(count / 86400) + "d\"";
  if (count != 0 && count % 3600 == 0) return "\"" + std::to_string(count / 3600) + "h\"";
  if (count != 0 && count % 60 == 0) return "\"" + std::to_string(count / 60) + "m\"";
  return "\"" + std::to_string(count) + "s\"";
}

// Returns what is wrong with it as a text, or nothing.
std::string_view fault_of(const TomlValue& value) {
  if (value.kind != TomlValue::Kind::text) return "must be a text in \"double quotes\"";
  if (value.text.empty()) return "is empty; leave it out if there is none";
  if (value.text.size() > bounds::max_setting_bytes) return "is too long; check it";
  if (has_control_bytes(value.text.reveal())) return "has a control character in it; remove that";
  return {};
}

}  // namespace

Error SettingScope::mistake(unsigned line, std::string_view what) const {
  return {ErrorKind::bad_config, Origin{file, line}.prefix().append(what)};
}

Error Setting::mistake(std::string_view what) const {
  std::string sentence = printable(key(), bounds::max_quoted_bytes);
  if (!scope_.label.empty()) sentence += " in " + scope_.label;
  return scope_.mistake(value_.line, sentence.append(" ").append(what));
}

Result<std::string> Setting::text() const {
  if (const std::string_view fault = fault_of(value_); !fault.empty()) return mistake(fault);
  return std::string(value_.text.reveal());
}

Result<std::string> Setting::path() const {
  auto path = text();
  if (path && path->front() != '/') return mistake("is a relative path; begin it with '/'");
  return path;
}

Result<Reference> Setting::reference() const {
  auto name = text();
  if (!name) return name.error();
  if (!is_config_name(*name)) {
    return mistake("is not a name; a name has letters, digits, '.', '_' and '-' only");
  }
  return Reference{std::move(*name), origin()};
}

Result<std::string> Setting::endpoint() const {
  auto url = text();
  if (!url) return url;
  const TomlValue* allowed = scope_.table.member("allow_loopback_http");
  const bool is_allowed = allowed != nullptr && allowed->boolean;
  auto checked = check_endpoint(*url, is_allowed ? PlainHttp::to_loopback : PlainHttp::refused);
  if (!checked) return mistake(checked.error().message + "; give the server's https URL");
  return url;
}

Result<std::string> Setting::redirect_uri() const {
  auto url = text();
  if (!url) return url;
  if (is_redirect_uri(*url)) return url;
  return mistake(
      "is no redirect address; write one that the client has registered, as in"
      " \"http://127.0.0.1/\"");
}

Result<std::string> Setting::proxy() const {
  auto url = text();
  if (!url || *url == "none") return url;
  const auto* scheme = std::find_if(std::begin(proxy_schemes), std::end(proxy_schemes),
                                    [&](std::string_view each) { return starts_with(*url, each); });
  if (scheme == std::end(proxy_schemes)) {
    return mistake(
        "is not a proxy; write \"http://HOST:PORT\", \"socks5h://HOST:PORT\" or \"none\"");
  }
  // The part behind the scheme has the same form whatever the scheme is.
  auto checked = parse_url("https://" + url->substr(scheme->size()));
  if (!checked) return mistake(checked.error().message + "; write \"http://HOST:PORT\"");
  return url;
}

Result<bool> Setting::flag() const {
  if (value_.kind != TomlValue::Kind::boolean) return mistake("must be true or false, unquoted");
  return value_.boolean;
}

Result<std::chrono::seconds> Setting::duration(std::chrono::seconds shortest,
                                               std::chrono::seconds longest) const {
  auto written = text();
  if (!written) return mistake("must be a duration: \"90s\", \"10m\" or \"1h\"");
  const auto duration = parse_duration(*written);
  if (!duration) return mistake("must be a duration: \"90s\", \"10m\" or \"1h\"");
  if (*duration < shortest || *duration > longest) {
    return mistake("must be from " + shown(shortest) + " to " + shown(longest));
  }
  return *duration;
}

Result<TimePoint> Setting::day() const {
  auto written = text();
  if (!written) return written.error();
  struct tm parts = {};
  const char* end = ::strptime(written->c_str(), "%Y-%m-%d", &parts);
  const TimePoint day = from_unix(end == nullptr ? 0 : ::timegm(&parts));
  // What is written in another way, or is no day (2027-02-30), reads back differently.
  if (format_utc(day).substr(0, 10) == *written && day > TimePoint()) return day;
  return mistake("must be a day, as in \"2027-01-31\"");
}

Result<std::vector<std::string>> Setting::texts() const {
  if (value_.kind != TomlValue::Kind::list || value_.members.empty()) {
    return mistake("must be a list of texts, as in [\"A\", \"B\"]");
  }
  std::vector<std::string> all;
  for (const TomlValue& item : value_.members) {
    if (const std::string_view fault = fault_of(item); !fault.empty()) {
      return mistake(std::string("has an item that ").append(fault));
    }
    all.emplace_back(item.text.reveal());
  }
  return all;
}

Result<SecretReference> Setting::secret() const {
  if (value_.kind != TomlValue::Kind::text) return mistake("must be a text in \"double quotes\"");
  auto reference = parse_secret_reference(value_.text.reveal());
  if (!reference) return mistake(reference.error().message);
  if (reference->kind == SecretReference::Kind::literal &&
      scope_.trust == SourceTrust::readable_by_others) {
    return mistake(
        "stands here in clear, and others may read this file; run chmod 600 on it, or write"
        " \"file:/PATH\", \"credential:NAME\" or \"command:COMMAND\" instead");
  }
  reference->origin = origin();
  reference->key = key();
  return reference;
}

bool is_config_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= bounds::max_config_name_bytes && name[0] != '.' &&
         name.find_first_not_of(config_name_characters) == name.npos;
}

}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "plugin/password.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace plugin {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::Secret;
using Kind = PasswordMeaning::Kind;

// The shortest access token seen in the field has 40 characters; passwords rarely have as many.
constexpr std::size_t shortest_token = 32;

Error wrong(const char* what) { return Error{ErrorKind::bad_config, what}; }

Result<PasswordMeaning> named(Kind kind, std::string_view name) {
  if (name.empty()) return wrong("nothing follows the ':' of the password");
  if (oauth::has_control_bytes(name)) {
    return wrong("the name in the password has a control character in it");
  }
  return PasswordMeaning{kind, std::string(name), Secret()};
}

Result<PasswordMeaning> token_file(std::string_view path) {
  if (!oauth::starts_with(path, "/")) {
    return wrong("the token file that the password names must be an absolute path");
  }
  return named(Kind::token_file, path);
}

Result<PasswordMeaning> literal(std::string_view token) {
  if (token.size() > oauth::bounds::max_token_bytes) {
    return wrong("the access token given as password is longer than 16 KiB");
  }
  return PasswordMeaning{Kind::token, std::string(), Secret::copy_of(token)};
}

}  // namespace

Result<PasswordMeaning> parse_password(const Secret& password) {
  const std::string_view text = password.reveal();
  if (text.empty() || text == "-" || text == "oauth2") return PasswordMeaning{};
  if (oauth::starts_with(text, "oauth2:")) return named(Kind::account, text.substr(7));
  if (oauth::starts_with(text, "file:")) return token_file(text.substr(5));
  if (oauth::starts_with(text, "token:")) {
    if (!oauth::is_visible_ascii(text.substr(6))) {
      return wrong("the access token after \"token:\" is empty or has a forbidden character");
    }
    return literal(text.substr(6));
  }
  if (oauth::starts_with(text, "/") && !oauth::has_control_bytes(text)) {
    return named(Kind::path, text);
  }
  if (oauth::is_b64token(text)) return literal(text);
  return wrong("the password is neither an access token nor \"oauth2\" nor a token file");
}

bool looks_like_password(const Secret& token) {
  return token.size() < shortest_token && token.reveal().find('.') == std::string_view::npos;
}

}  // namespace plugin

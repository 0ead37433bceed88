// SPDX-License-Identifier: MIT
#include "oauth/wire/jwt.h"

#include "oauth/base/base64.h"

namespace oauth {
namespace {

bool is_base64url(std::string_view text) noexcept {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !text.empty() && text.find_first_not_of(alphabet) == text.npos;
}

}  // namespace

std::string jwt_signing_input(const Secret& header, const Secret& claims) {
  return base64url_encode(header.reveal()) + "." + base64url_encode(claims.reveal());
}

Secret compact_jwt(std::string signing_input, std::string_view signature) {
  signing_input += "." + base64url_encode(signature);
  return Secret::take(signing_input);
}

bool is_compact_jwt(std::string_view text) noexcept {
  const std::size_t first = text.find('.');
  const std::size_t last = text.rfind('.');
  if (first == text.npos || first == last) return false;
  return is_base64url(text.substr(0, first)) &&
         is_base64url(text.substr(first + 1, last - first - 1)) &&
         is_base64url(text.substr(last + 1));
}

}  // namespace oauth

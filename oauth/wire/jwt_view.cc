// SPDX-License-Identifier: MIT
#include "oauth/wire/jwt_view.h"

#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"

namespace oauth {
namespace {

std::optional<JsonObject> object_of(std::string_view part) {
  if (part.find('=') != part.npos) return std::nullopt;
  const std::optional<Secret> text = base64url_decode(part);
  if (!text) return std::nullopt;
  Result<JsonObject> object = JsonObject::parse(text->reveal());
  if (!object || !object->repeated_name().empty()) return std::nullopt;
  return std::move(*object);
}

}  // namespace

std::optional<JwtView> view_jwt(std::string_view token) {
  if (token.size() > bounds::max_token_bytes) return std::nullopt;
  const std::size_t first = token.find('.');
  const std::size_t second = first == token.npos ? first : token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;
  const std::string_view signature = token.substr(second + 1);
  if (signature.find('=') != signature.npos || !base64url_decode(signature)) return std::nullopt;
  auto header = object_of(token.substr(0, first));
  auto claims = object_of(token.substr(first + 1, second - first - 1));
  if (!header || !claims || header->string("alg").empty()) return std::nullopt;
  return JwtView{std::move(*header), std::move(*claims)};
}

}  // namespace oauth

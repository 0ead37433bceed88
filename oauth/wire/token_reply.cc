// SPDX-License-Identifier: MIT
#include "oauth/wire/token_reply.h"

#include <algorithm>
#include <initializer_list>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/lifetime.h"

namespace oauth {
namespace {

// A member that stands twice may be read differently by the next reader of the same reply.
std::string repeated_member(const JsonObject& object) {
  for (const char* name : {"access_token", "token_type", "expires_in", "refresh_token"}) {
    if (object.repeats(name)) return std::string("has \"") + name + "\" twice";
  }
  return {};
}

// RFC 6749 appendix A.17: 1*VSCHAR, which, unlike an access token's, includes the blank.
bool is_refresh_token(std::string_view text) {
  return text.size() <= bounds::max_token_bytes && text.find_first_not_of(' ') != text.npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool holds_error(const JsonObject& object) {
  const JsonMember* error = object.find("error");
  return error && error->kind != JsonKind::null;
}

bool names_type(const JsonObject& object) {
  const JsonMember* type = object.find("token_type");
  return type && type->kind != JsonKind::null;
}

std::string problem_with(const JsonObject& object) {
  if (std::string problem = repeated_member(object); !problem.empty()) return problem;
  const std::string_view token = object.string("access_token");
  if (token.empty()) return "holds no access_token";
  if (token.size() > bounds::max_token_bytes) return "holds an access_token that is too long";
  if (!is_visible_ascii(token)) return "holds an access_token with forbidden characters";
  const std::string_view type = object.string("token_type");
  if (names_type(object) && !equals_ignoring_case(type, "bearer")) {
    return "holds a token of type \"" + printable(type, 40) + "\", where mail wants Bearer";
  }
  return {};
}

constexpr std::string_view aadsts = "AADSTS";
constexpr std::string_view digits = "0123456789";
// "AADSTS700082: The refresh token has expired. Trace ID: ... Correlation ID: ... Timestamp: ..."
constexpr std::string_view for_support = "Trace ID:";
constexpr std::size_t longest_aadsts_number = 10;

// Returns the number that the text begins with; empty if it begins with none, or a longer one.
std::string_view leading_number(std::string_view text) {
  const std::string_view number = text.substr(0, text.find_first_not_of(digits));
  return number.size() > longest_aadsts_number ? std::string_view() : number;
}

std::string aadsts_code(const JsonObject& object) {
  std::string_view number;
  const JsonMember* codes = object.find("error_codes");
  if (codes && codes->kind == JsonKind::structure && starts_with(codes->text.reveal(), "[")) {
    number = leading_number(codes->text.reveal().substr(1));
  }
  if (number.empty()) return code_in_description(object.string("error_description"));
  return std::string(aadsts).append(number);
}

}  // namespace

std::string code_in_description(std::string_view description) {
  if (!starts_with(description, aadsts)) return {};
  const std::string_view number = leading_number(description.substr(aadsts.size()));
  return number.empty() ? std::string() : std::string(aadsts).append(number);
}

std::string_view description_for_people(std::string_view description) {
  if (!starts_with(description, aadsts)) return description;
  return trimmed(description.substr(0, description.find(for_support)));
}

Result<TokenReply> parse_token_reply(std::string_view body) {
  const Result<JsonObject> object = JsonObject::parse_reply(body);
  if (!object) return object.error();
  TokenReply reply;
  reply.problem = holds_error(*object) ? "holds an error" : problem_with(*object);
  const std::string_view refresh_token = object->string("refresh_token");
  // Of two refresh tokens none can be trusted to be the live one.
  if (is_refresh_token(refresh_token) && !object->repeats("refresh_token")) {
    reply.refresh_token = Secret::copy_of(refresh_token);
  } else if (!refresh_token.empty() && reply.problem.empty()) {
    reply.problem = "holds a refresh_token that is too long or has forbidden characters";
  }
  if (!reply.problem.empty() && reply.refresh_token.empty()) {
    return Error{ErrorKind::bad_reply, reply.problem};
  }
  if (reply.problem.empty()) {
    reply.access_token = Secret::copy_of(object->string("access_token"));
  }
  reply.expires_in = lifetime_of(*object, "expires_in", bounds::max_token_lifetime)
                         .value_or(bounds::default_token_lifetime);
  if (!names_type(*object)) reply.remark = "has no token_type; Bearer is assumed";
  reply.scope = printable(object->string("scope"), bounds::max_setting_bytes);
  reply.refresh_token_expires_in =
      lifetime_of(*object, "refresh_token_expires_in", bounds::max_token_lifetime);
  return reply;
}

std::optional<TokenErrorReply> parse_token_error(std::string_view body) {
  const Result<JsonObject> object = JsonObject::parse_reply(body);
  if (!object || object->string("error").empty()) return std::nullopt;
  const auto shown = [](std::string_view text) {
    return printable(text, bounds::max_quoted_bytes);
  };
  TokenErrorReply reply;
  reply.error = shown(object->string("error"));
  reply.description = shown(description_for_people(object->string("error_description")));
  reply.subtype = shown(object->string("error_subtype"));
  if (reply.subtype.empty()) reply.subtype = shown(object->string("suberror"));
  reply.subcode = aadsts_code(*object);
  if (reply.subcode.empty()) reply.subcode = reply.subtype;
  return reply;
}

}  // namespace oauth

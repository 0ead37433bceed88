// SPDX-License-Identifier: MIT
#include "oauth/grant/command.h"

#include <algorithm>
#include <optional>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/rfc3339.h"

namespace oauth {
namespace {

Error about(const Record& record, ErrorKind kind, const std::string& phrase) {
  return Error{
      kind, "the command of " + printable(record.account, bounds::max_quoted_bytes) + " " + phrase};
}

Error unreadable(const char* phrase) { return Error{ErrorKind::bad_reply, phrase}; }

Result<Secret> usable(std::string_view token) {
  if (token.empty()) return unreadable("printed no token");
  if (token.size() > bounds::max_token_bytes) return unreadable("printed a token beyond 16 KiB");
  if (!is_visible_ascii(token)) {
    return unreadable("printed something else than a token: it has blanks or other signs in it");
  }
  return Secret::copy_of(token);
}

seconds life_until(TimePoint end, TimePoint now) {
  return std::clamp(end - now, seconds(0), seconds(bounds::max_token_lifetime));
}

std::optional<TimePoint> instant(std::string_view text) {
  const auto number = parse_integer(text.substr(0, text.find('.')));
  if (!number) return parse_rfc3339(text);
  constexpr std::int64_t latest = 253402300799;  // the end of the year 9999
  if (*number < 0 || *number > latest) return std::nullopt;
  return from_unix(*number);
}

// Each of them as a number or in a string: Azure's are strings.
Result<seconds> life_of(const JsonObject& object, TimePoint now) {
  if (const JsonMember* member = object.find("expires_in")) {
    const auto number = parse_integer(member->text.reveal());
    if (!number) return unreadable("printed an expires_in that is no number of seconds");
    return std::clamp(seconds(*number), seconds(0), seconds(bounds::max_token_lifetime));
  }
  for (const char* name : {"expires_at", "expires_on", "expiry"}) {
    const JsonMember* member = object.find(name);
    if (member == nullptr || member->kind == JsonKind::null) continue;
    const auto end = instant(member->text.reveal());
    if (!end) return unreadable("printed an expiry that is neither a number nor a time");
    return life_until(*end, now);
  }
  return seconds(bounds::unknown_token_lifetime);
}

Result<TokenReply> parse_object(std::string_view text, TimePoint now) {
  const Result<JsonObject> object = JsonObject::parse(text);
  if (!object) return unreadable("printed what begins like a JSON object and is none");
  if (!object->repeated_name().empty()) return unreadable("printed a JSON member twice");
  const bool is_camel = object->find("access_token") == nullptr;
  Result<Secret> token = usable(object->string(is_camel ? "accessToken" : "access_token"));
  if (!token) return token.error();
  const Result<seconds> life = life_of(*object, now);
  if (!life) return life.error();
  TokenReply reply;
  reply.access_token = std::move(*token);
  reply.expires_in = *life;
  return reply;
}

}  // namespace

Result<TokenReply> parse_command_output(std::string_view output, TimePoint now) {
  const std::string_view text = trimmed(output);
  if (starts_with(text, "{")) return parse_object(text, now);
  Result<Secret> token = usable(trimmed(text.substr(0, text.find('\n'))));
  if (!token) return token.error();
  TokenReply reply;
  reply.access_token = std::move(*token);
  reply.expires_in = bounds::unknown_token_lifetime;
  return reply;
}

Result<TokenReply> run_token_command(Process* process, const Record& record, TimePoint now) {
  if (record.command.empty()) {
    return about(record, ErrorKind::bad_config, "is missing; add the account again");
  }
  if (process == nullptr) {
    return about(record, ErrorKind::no_access,
                 "is not run by a program with root's or raised rights; have a timer run: "
                 "sasl-oauth refresh --due");
  }
  const Result<Secret> output = process->output_of(record.command, bounds::token_command_timeout);
  if (!output) {
    const bool is_shell_missing = output.error().kind == ErrorKind::no_access;
    const ErrorKind kind = is_shell_missing ? ErrorKind::no_access : ErrorKind::unavailable;
    return about(record, kind, output.error().message);
  }
  Result<TokenReply> reply = parse_command_output(output->reveal(), now);
  if (!reply) return about(record, reply.error().kind, reply.error().message + "; correct it");
  return reply;
}

}  // namespace oauth

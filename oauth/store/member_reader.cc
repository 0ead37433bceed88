// SPDX-License-Identifier: MIT
#include "oauth/store/member_reader.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

// Seconds beyond the year 9999 are no date that anybody meant, and sums with them could overflow.
constexpr std::int64_t number_limit = bounds::max_unix_time;

Error wrong(const std::string& source, const std::string& what) {
  return Error{ErrorKind::bad_config, printable(source, bounds::max_quoted_bytes) + ": " + what +
                                          "; mend the file, or sign in again: sasl-oauth login"};
}

}  // namespace

Result<JsonObject> parse_file_object(std::string_view text, const std::string& source,
                                     JsonComments comments) {
  Result<JsonObject> object = JsonObject::parse(text, comments);
  if (!object) return wrong(source, object.error().message);
  if (const std::string_view name = object->repeated_name(); !name.empty()) {
    return wrong(source, "member \"" + printable(name, 40) + "\" stands twice");
  }
  return object;
}

std::string_view MemberReader::text(std::string_view name) {
  const JsonMember* member = take(name);
  if (!member) return {};
  if (member->kind == JsonKind::string) return member->text.reveal();
  complain(name, "is not a string");
  return {};
}

std::optional<std::int64_t> MemberReader::number(std::string_view name) {
  const JsonMember* member = take(name);
  if (!member) return std::nullopt;
  const bool may_be = member->kind == JsonKind::number || member->kind == JsonKind::string;
  const auto value = parse_integer(member->text.reveal());
  if (!may_be || !value) {
    complain(name, "is not a whole number");
    return std::nullopt;
  }
  return std::clamp<std::int64_t>(*value, 0, number_limit);
}

bool MemberReader::flag(std::string_view name) {
  const JsonMember* member = take(name);
  if (member && member->kind != JsonKind::boolean) complain(name, "is not true or false");
  return member && member->kind == JsonKind::boolean && member->text.reveal() == "true";
}

const JsonMember* MemberReader::take(std::string_view name) {
  taken_.emplace_back(name);
  return object_.find(name);
}

void MemberReader::complain(std::string_view name, std::string_view what) {
  if (error_) return;
  error_ = wrong(source_, "member \"" + std::string(name) + "\" " + std::string(what));
}

std::vector<std::pair<std::string, Secret>> MemberReader::untaken() const {
  std::vector<std::pair<std::string, Secret>> left;
  for (const JsonMember& member : object_.members()) {
    if (std::find(taken_.begin(), taken_.end(), member.name) != taken_.end()) continue;
    Secret json;
    if (member.kind == JsonKind::string) {
      append_json_string(json, member.text.reveal());
    } else {
      json.append(member.text);
    }
    left.emplace_back(member.name, std::move(json));
  }
  return left;
}

}  // namespace oauth

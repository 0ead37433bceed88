// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_MEMBER_READER_H
#define OAUTH_STORE_MEMBER_READER_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/wire/json.h"

namespace oauth {

/// Returns the object of a file, which must hold no member twice. Errors: bad_config, naming
/// `source` and the remedy.
Result<JsonObject> parse_file_object(std::string_view text, const std::string& source,
                                     JsonComments comments = JsonComments::refused);

/// Takes members out of a file's object one by one. A missing member reads as empty, zero or false;
/// one of the wrong type does too, and is remembered as the complaint.
class MemberReader {
 public:
  /// Both must outlive the reader. `source` is the file's path.
  MemberReader(const JsonObject& object, const std::string& source)
      : object_(object), source_(source) {}

  std::string_view text(std::string_view name);
  std::string string(std::string_view name) { return std::string(text(name)); }
  Secret secret(std::string_view name) { return Secret::copy_of(text(name)); }
  /// A whole number; sasl-xoauth2 writes its numbers as strings, so both are taken.
  std::optional<std::int64_t> number(std::string_view name);
  TimePoint time(std::string_view name) { return from_unix(number(name).value_or(0)); }
  bool flag(std::string_view name);
  const JsonMember* take(std::string_view name);

  void complain(std::string_view name, std::string_view what);
  /// Returns the first complaint, or nothing.
  const std::optional<Error>& error() const { return error_; }

  /// Returns the members that nobody took: names and JSON text.
  std::vector<std::pair<std::string, Secret>> untaken() const;

 private:
  const JsonObject& object_;
  const std::string& source_;
  std::vector<std::string> taken_;
  std::optional<Error> error_;
};

}  // namespace oauth

#endif

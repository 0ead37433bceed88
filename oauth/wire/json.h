// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_JSON_H
#define OAUTH_WIRE_JSON_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// Whether /* ... */ and // ... may stand between tokens, as sasl-xoauth2's parser lets them.
enum class JsonComments { refused, passed_over };

enum class JsonKind { null, boolean, number, string, structure };

/// One member of an object. `text` is the decoded text of a string, and the JSON text of anything
/// else ("3599", "true", "[1,2]"), so that it can be written back as it was.
struct JsonMember {
  std::string name;
  JsonKind kind = JsonKind::null;
  Secret text;
};

/// A JSON object (RFC 8259) as its list of members, in order; what the protocol's replies and our
/// files are. Every buffer of ours that held a value is wiped.
class JsonObject {
 public:
  /// Returns the object that `text` is, whole: nothing but blanks may follow it.
  /// Errors: bad_reply, with what is wrong in one phrase ("is not a JSON object: ...") that repeats
  /// nothing of the text; nesting deeper than bounds::max_json_depth and broken UTF-8 are refused.
  static Result<JsonObject> parse(std::string_view text,
                                  JsonComments comments = JsonComments::refused);

  /// Returns the same of a server's reply. It may hold a refresh token that is the only live one by
  /// now, so nothing that RFC 8259 allows in a member we have no use for is a reason to refuse it:
  /// a number that no double can hold (1e400) counts as null, and nesting has no bound of its own.
  /// `text` must be bounded.
  static Result<JsonObject> parse_reply(std::string_view text);

  /// Returns the first member of that name, or nullptr.
  const JsonMember* find(std::string_view name) const noexcept;
  /// Returns the text of a string member; an empty view if it is missing or no string.
  std::string_view string(std::string_view name) const noexcept;
  /// Returns whether the name stands more than once. RFC 8259 section 4 leaves open which counts:
  /// two readers may disagree, so nothing that matters may be taken from either.
  bool repeats(std::string_view name) const noexcept;
  /// Returns the first name that stands more than once, or an empty view.
  std::string_view repeated_name() const noexcept;

  const std::vector<JsonMember>& members() const noexcept { return members_; }

 private:
  std::vector<JsonMember> members_;
};

/// Returns the texts of a JSON array, as JsonMember::text holds it; nothing if it is no array, or
/// holds anything but strings.
std::optional<std::vector<std::string>> json_texts(std::string_view array);

enum class JsonLayout { lines, one_line, compact };

/// Writes one object: a member a line for files that people may read, all on one line, or without
/// any blank, for what is signed.
class JsonWriter {
 public:
  explicit JsonWriter(JsonLayout layout = JsonLayout::lines);
  void string(std::string_view name, std::string_view value);
  void string(std::string_view name, const Secret& value) { string(name, value.reveal()); }
  void number(std::string_view name, std::int64_t value);
  void boolean(std::string_view name, bool value);
  /// `json` is JSON text, as in JsonMember.
  void raw(std::string_view name, std::string_view json);
  void member(const JsonMember& member);
  /// Returns the text, with a newline at its end if it has lines. The writer is spent.
  Secret finish();

 private:
  void begin(std::string_view name);
  JsonLayout layout_;
  Secret text_;
  bool is_first_ = true;
};

/// Appends `value` as a JSON string with its quotes.
void append_json_string(Secret& text, std::string_view value);

}  // namespace oauth

#endif

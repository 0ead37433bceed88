// SPDX-License-Identifier: MIT
#include "oauth/wire/json.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

// An assertion of the parser's must not end the program we are in.
#define JSON_ASSERT(expression) static_assert(true)
#include <nlohmann/json.hpp>

#include "oauth/base/bounds.h"

namespace oauth {
namespace {

// A character on its way into the parser. That copies each one it has read once more, to quote the
// text in the message of an error, and these copies are never wiped: so a copy is a blank. Its
// values are made of what the first one gives, and its messages are not used.
class UnquotedChar {
 public:
  UnquotedChar() noexcept = default;
  explicit UnquotedChar(int octet) noexcept : octet_(static_cast<char>(octet)) {}
  UnquotedChar(const UnquotedChar&) noexcept {}
  UnquotedChar& operator=(const UnquotedChar&) noexcept { return *this; }

  explicit operator char() const noexcept { return octet_; }
  explicit operator unsigned char() const noexcept { return static_cast<unsigned char>(octet_); }
  bool operator==(const UnquotedChar& other) const noexcept { return octet_ == other.octet_; }
  bool operator!=(const UnquotedChar& other) const noexcept { return octet_ != other.octet_; }

 private:
  char octet_ = ' ';
};

// The text as such characters.
class TextIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = UnquotedChar;
  using difference_type = std::ptrdiff_t;
  using pointer = const UnquotedChar*;
  using reference = UnquotedChar;

  explicit TextIterator(const char* at) noexcept : at_(at) {}
  UnquotedChar operator*() const noexcept { return UnquotedChar(*at_); }
  TextIterator& operator++() noexcept {
    ++at_;
    return *this;
  }
  bool operator==(const TextIterator& other) const noexcept { return at_ == other.at_; }
  bool operator!=(const TextIterator& other) const noexcept { return at_ != other.at_; }

 private:
  const char* at_;
};

TextIterator begin_of(std::string_view text) { return TextIterator(text.data()); }
TextIterator end_of(std::string_view text) { return TextIterator(text.data() + text.size()); }

}  // namespace
}  // namespace oauth

// What the parser asks of a character's type.
template <>
struct std::char_traits<oauth::UnquotedChar> {
  using char_type = oauth::UnquotedChar;
  using int_type = int;

  static int_type to_int_type(const char_type& c) noexcept { return static_cast<unsigned char>(c); }
  static char_type to_char_type(int_type octet) noexcept { return char_type(octet); }
  static constexpr int_type eof() noexcept { return -1; }
};

namespace oauth {
namespace {

// The parser's own buffers hold tokens too: with this string they are wiped when they grow or go.
using WipedString = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;
using Parser = nlohmann::basic_json<std::map, std::vector, WipedString, bool, std::int64_t,
                                    std::uint64_t, double, WipingAllocator>;

// Receives the parser's events: members of the outer object become JsonMembers, and what is nested
// in them is written out again as text. Returning false stops the parser.
class Collector {
 public:
  Collector(std::vector<JsonMember>& members, std::size_t max_depth)
      : members_(members), max_depth_(max_depth) {}

  bool null() { return literal(JsonKind::null, "null"); }
  bool boolean(bool value) { return literal(JsonKind::boolean, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) {
    return literal(JsonKind::number, std::to_string(value));
  }
  bool number_unsigned(std::uint64_t value) {
    return literal(JsonKind::number, std::to_string(value));
  }
  bool number_float(double, std::string_view text) {
    // The parser puts the decimal point of the host's locale here.
    WipedString number(text);
    std::replace_if(number.begin(), number.end(), is_no_part_of_a_number, '.');
    return literal(JsonKind::number, number);
  }
  bool string(WipedString& value) {
    const bool go_on = take_string(value);
    wipe(value.data(), value.size());
    return go_on;
  }
  bool binary(Parser::binary_t&) { return false; }

  bool start_object(std::size_t) { return open('{'); }
  bool end_object() { return close('}'); }
  bool start_array(std::size_t) { return depth_ == 0 ? refuse("it is an array") : open('['); }
  bool end_array() { return close(']'); }
  bool key(WipedString& name) {
    if (depth_ == 1) {
      members_.push_back(JsonMember{std::string(std::string_view(name)), JsonKind::null, Secret()});
      return true;
    }
    separate();
    append_json_string(nested(), name);
    nested().append(":");
    follows_key_ = true;
    return true;
  }

  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    has_endless_number_ = std::is_same_v<Exception, nlohmann::detail::out_of_range>;
    return refuse("syntax error at byte " + std::to_string(position));
  }

  const std::string& problem() const { return problem_; }
  /// Whether it stopped at a number that no double can hold.
  bool has_endless_number() const { return has_endless_number_; }

 private:
  Secret& nested() { return members_.back().text; }

  static bool is_no_part_of_a_number(char c) {
    return std::string_view("0123456789+-eE.").find(c) == std::string_view::npos;
  }

  bool refuse(std::string why) {
    if (problem_.empty()) problem_ = std::move(why);
    return false;
  }

  void separate() {
    const bool after_value = !nested().empty() && nested().reveal().back() != '[' &&
                             nested().reveal().back() != '{' && !follows_key_;
    if (after_value) nested().append(",");
    follows_key_ = false;
  }

  bool literal(JsonKind kind, std::string_view text) {
    if (depth_ == 0) return refuse("it is a bare value");
    if (depth_ == 1) {
      members_.back().kind = kind;
    } else {
      separate();
    }
    nested().append(text);
    return true;
  }

  bool take_string(std::string_view value) {
    if (depth_ <= 1) return literal(JsonKind::string, value);
    separate();
    append_json_string(nested(), value);
    return true;
  }

  bool open(char bracket) {
    if (depth_ == max_depth_) return refuse("it is nested too deep");
    if (depth_ == 1) members_.back().kind = JsonKind::structure;
    if (depth_ > 1) separate();
    if (depth_ > 0) nested().append(std::string_view(&bracket, 1));
    ++depth_;
    return true;
  }

  bool close(char bracket) {
    --depth_;
    if (depth_ > 0) nested().append(std::string_view(&bracket, 1));
    return true;
  }

  std::vector<JsonMember>& members_;
  const std::size_t max_depth_;
  std::size_t depth_ = 0;
  bool follows_key_ = false;
  bool has_endless_number_ = false;
  std::string problem_;
};

// Returns the length of the string that the text begins with, both quotes included.
std::size_t string_length(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at + 1;
  }
  return text.size();
}

bool is_endless(std::string_view number) {
  double value = 0;
  const auto [stop, problem] = std::from_chars(number.data(), number.data() + number.size(), value);
  return problem == std::errc::result_out_of_range && stop == number.data() + number.size();
}

// Returns the text with null for each number that no double can hold.
Secret without_endless_numbers(std::string_view text) {
  Secret tame;
  tame.reserve(text.size());
  while (!text.empty()) {
    std::size_t length = std::min(text.find_first_not_of("+-.0123456789Ee"), text.size());
    if (text[0] == '"') length = string_length(text);
    const std::string_view piece = text.substr(0, std::max<std::size_t>(length, 1));
    tame.append(is_endless(piece) ? "null" : piece);
    text.remove_prefix(piece.size());
  }
  return tame;
}

bool parse_with(Collector& collector, std::string_view text, JsonComments comments) {
  return Parser::sax_parse(begin_of(text), end_of(text), &collector, Parser::input_format_t::json,
                           true, comments == JsonComments::passed_over);
}

constexpr char has_nul[] = "is not a JSON object: it has a NUL in it";

Error not_an_object(const Collector& collector) {
  return Error{ErrorKind::bad_reply, "is not a JSON object: " + collector.problem()};
}

}  // namespace

// The parser takes a NUL for the end of the text and would not see what follows.
Result<JsonObject> JsonObject::parse(std::string_view text, JsonComments comments) {
  if (text.find('\0') != text.npos) return Error{ErrorKind::bad_reply, has_nul};
  JsonObject object;
  Collector collector(object.members_, bounds::max_json_depth);
  if (!parse_with(collector, text, comments)) return not_an_object(collector);
  return object;
}

Result<JsonObject> JsonObject::parse_reply(std::string_view text) {
  if (text.find('\0') != text.npos) return Error{ErrorKind::bad_reply, has_nul};
  JsonObject object;
  // Each level takes a byte at least; the parser itself does not recurse.
  Collector collector(object.members_, text.size() + 1);
  if (parse_with(collector, text, JsonComments::refused)) return object;
  if (!collector.has_endless_number()) return not_an_object(collector);
  const Secret tame = without_endless_numbers(text);
  JsonObject again;
  Collector second(again.members_, text.size() + 1);
  if (!parse_with(second, tame.reveal(), JsonComments::refused)) return not_an_object(second);
  return again;
}

const JsonMember* JsonObject::find(std::string_view name) const noexcept {
  for (const JsonMember& member : members_) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::string_view JsonObject::string(std::string_view name) const noexcept {
  const JsonMember* member = find(name);
  return member && member->kind == JsonKind::string ? member->text.reveal() : std::string_view();
}

bool JsonObject::repeats(std::string_view name) const noexcept {
  return std::count_if(members_.begin(), members_.end(),
                       [&](const JsonMember& member) { return member.name == name; }) > 1;
}

std::string_view JsonObject::repeated_name() const noexcept {
  for (const JsonMember& member : members_) {
    if (repeats(member.name)) return member.name;
  }
  return {};
}

std::optional<std::vector<std::string>> json_texts(std::string_view array) {
  const Parser parsed = Parser::parse(begin_of(array), end_of(array), nullptr, false);
  if (!parsed.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const Parser& item : parsed) {
    if (!item.is_string()) return std::nullopt;
    texts.emplace_back(std::string_view(item.get_ref<const WipedString&>()));
  }
  return texts;
}

JsonWriter::JsonWriter(JsonLayout layout) : layout_(layout) { text_.append("{"); }

void JsonWriter::begin(std::string_view name) {
  const bool has_lines = layout_ == JsonLayout::lines;
  if (!is_first_) text_.append(layout_ == JsonLayout::one_line ? ", " : ",");
  if (has_lines) text_.append("\n  ");
  is_first_ = false;
  append_json_string(text_, name);
  text_.append(layout_ == JsonLayout::compact ? ":" : ": ");
}

void JsonWriter::string(std::string_view name, std::string_view value) {
  begin(name);
  append_json_string(text_, value);
}

void JsonWriter::number(std::string_view name, std::int64_t value) {
  raw(name, std::to_string(value));
}

void JsonWriter::boolean(std::string_view name, bool value) { raw(name, value ? "true" : "false"); }

void JsonWriter::raw(std::string_view name, std::string_view json) {
  begin(name);
  text_.append(json);
}

void JsonWriter::member(const JsonMember& member) {
  if (member.kind == JsonKind::string) {
    string(member.name, member.text);
  } else {
    raw(member.name, member.text.reveal());
  }
}

Secret JsonWriter::finish() {
  const bool has_lines = layout_ == JsonLayout::lines;
  if (has_lines && !is_first_) text_.append("\n");
  text_.append(has_lines ? "}\n" : "}");
  return std::move(text_);
}

void append_json_string(Secret& text, std::string_view value) {
  static constexpr char hex[] = "0123456789abcdef";
  text.append("\"");
  for (const char& c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      const char escaped[] = {'\\', c};
      text.append(std::string_view(escaped, sizeof escaped));
    } else if (byte < 0x20 || byte == 0x7f) {
      const char escaped[] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
      text.append(std::string_view(escaped, sizeof escaped));
    } else {
      text.append(std::string_view(&c, 1));
    }
  }
  text.append("\"");
}

}  // namespace oauth

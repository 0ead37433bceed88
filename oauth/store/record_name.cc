// SPDX-License-Identifier: MIT
#include "oauth/store/record_name.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/form.h"

namespace oauth {
namespace {

bool stays(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("@+-_.").find(c) != std::string_view::npos;
}

Error unusable(const char* why) {
  return Error{ErrorKind::no_access,
               std::string("the account name is ") + why + "; check the user name"};
}

}  // namespace

Result<std::string> record_name(std::string_view account) {
  static constexpr char hex[] = "0123456789abcdef";
  if (!is_utf8(account)) return unusable("not UTF-8");
  std::string name;
  for (char c : ascii_lower(account)) {
    const auto octet = static_cast<unsigned char>(c);
    if (stays(c) && (c != '.' || !name.empty())) {
      name += c;
    } else {
      name += {'%', hex[octet >> 4], hex[octet & 15]};
    }
  }
  if (name.empty()) return unusable("empty");
  if (name.size() > bounds::max_record_name_bytes) return unusable("too long");
  return name;
}

std::optional<std::string> account_of(std::string_view file_name) {
  const std::string_view suffix = record_suffix;
  if (file_name.size() <= suffix.size() || file_name[0] == '.') return std::nullopt;
  const std::size_t stem = file_name.size() - suffix.size();
  if (file_name.substr(stem) != suffix) return std::nullopt;
  // A '+' stands for itself in our names, and for a blank in a form.
  std::string encoded;
  for (char c : file_name.substr(0, stem)) encoded += c == '+' ? "%2b" : std::string(1, c);
  const auto fields = parse_form(encoded);
  if (!fields || fields->size() != 1) return std::nullopt;
  const std::string& account = fields->front().name;
  const Result<std::string> again = record_name(account);
  if (!again || *again != file_name.substr(0, stem)) return std::nullopt;
  return account;
}

}  // namespace oauth

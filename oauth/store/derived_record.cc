// SPDX-License-Identifier: MIT
#include "oauth/store/derived_record.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

constexpr std::string_view dot_atom =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'+-/=?^_`{|}~";

bool is_local_part(std::string_view text) {
  return !text.empty() && text.size() <= bounds::max_local_part_bytes && text.front() != '.' &&
         text.back() != '.' && text.find("..") == text.npos &&
         text.find_first_not_of(dot_atom) == text.npos;
}

}  // namespace

Result<void> check_user_of(const std::string& pattern, const std::string& user) {
  const std::size_t at = user.rfind('@');
  const bool is_of_domain =
      at != user.npos && starts_with(pattern, "*@") &&
      equals_ignoring_case(std::string_view(user).substr(at), std::string_view(pattern).substr(1));
  if (is_of_domain && is_local_part(std::string_view(user).substr(0, at))) return {};
  return Error{ErrorKind::no_access,
               printable(user, bounds::max_quoted_bytes) + " is no mail address that the account " +
                   printable(pattern, bounds::max_quoted_bytes) + " could serve; correct the user"};
}

Record derived_record(const std::string& pattern, const std::string& user) {
  Record record;
  record.account = user;
  record.derived_from = pattern;
  return record;
}

Result<void> complete_from(Record pattern, Record& record) {
  const bool is_one = pattern.grant == GrantType::jwt_bearer && pattern.derived_from.empty() &&
                      starts_with(pattern.account, "*@");
  if (!is_one) {
    return Error{
        ErrorKind::bad_config,
        "the account " + printable(record.account, bounds::max_quoted_bytes) + " comes from " +
            printable(pattern.account, bounds::max_quoted_bytes) +
            ", which is no service account for a domain any more; run: sasl-oauth remove " +
            printable(record.account, bounds::max_quoted_bytes)};
  }
  record.provider = std::move(pattern.provider);
  record.grant = pattern.grant;
  record.client = std::move(pattern.client);
  record.assertion = std::move(pattern.assertion);
  record.assertion.subject = record.account;
  record.network = std::move(pattern.network);
  record.min_validity = pattern.min_validity;
  return {};
}

}  // namespace oauth
